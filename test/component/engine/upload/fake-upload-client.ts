import { HostConnection } from '../../../../component/engine/upload/host-connection.ts'
import type { FileToSend } from '../../../../component/engine/upload/prepared-file.ts'
import type { ProcessingResult } from '../../../../component/engine/upload/processing-result.ts'
import type { Transfer, UploadClient } from '../../../../component/engine/upload/upload-client.ts'
import type { RestoredSession, UploadSession } from '../../../../component/engine/upload/upload-session.ts'
import type { CompletedUpload } from '../../../../component/protocol.ts'
import { FakeConnectivity } from '../fake-connectivity.ts'
import { completedUpload } from '../fake-upload-api.ts'

const connect = () =>
  new HostConnection({ connectivity: new FakeConnectivity(), url: () => undefined, random: () => 0 })

/** API, S3 and saved sessions for one upload: logs every call and does what the test sets. */
export class FakeUploadClient implements UploadClient {
  readonly log: string[] = []
  readonly #connections = { api: connect(), storage: connect() }
  restored: RestoredSession | null = null
  onPresign: (id: string) => Promise<void> = async () => {}
  onSend: (transfer: Transfer) => Promise<void> = async (transfer) => {
    transfer.onDelivery({ type: 'form-sent' })
    transfer.onStart()
    transfer.onDelivery({ type: 'stored' })
  }
  onComplete: () => Promise<CompletedUpload> = async () => completedUpload('1')
  result: ProcessingResult = { kind: 'none' }
  #ids = 0

  connections() {
    return this.#connections
  }

  async presign(): Promise<UploadSession> {
    const id = String(++this.#ids)
    this.log.push(`presign ${id}`)
    await this.onPresign(id)
    return sessionOf(id)
  }

  async restore(): Promise<RestoredSession | null> {
    return this.restored
  }

  saveSession(_file: FileToSend, { presigned, delivery }: UploadSession): void {
    this.log.push(`save ${presigned.id} ${delivery.kind}`)
  }

  deleteSession({ presigned }: UploadSession): void {
    this.log.push(`delete ${presigned.id}`)
  }

  discardSession(): void {
    this.log.push('discard')
  }

  send(transfer: Transfer): Promise<void> {
    this.log.push('send')
    return this.onSend(transfer)
  }

  async isSameObject(): Promise<boolean> {
    return true
  }

  complete({ presigned, delivery }: UploadSession): Promise<CompletedUpload> {
    const by = delivery.kind === 'stored' ? delivery.confirmedBy : delivery.kind
    this.log.push(`complete ${presigned.id} ${by}`)
    return this.onComplete()
  }

  async listParts(): Promise<ReadonlyMap<number, number>> {
    return new Map()
  }

  async awaitResult(): Promise<ProcessingResult> {
    return this.result
  }

  abort({ presigned }: UploadSession): void {
    this.log.push(`abort ${presigned.id}`)
  }
}

export function sessionOf(id: string, changes: Partial<UploadSession> = {}): UploadSession {
  return {
    presigned: {
      ok: true,
      ref: '0',
      id,
      key: `uploads/${id}`,
      ticket: `ticket-${id}`,
      expiresAt: '2030-01-01T00:00:00Z',
      plan: { kind: 'post', url: 'https://bucket.test/', fields: {} },
    },
    bindingId: '1',
    signedAt: { steadyMs: 0, wallMs: 0 },
    delivery: { kind: 'nothing' },
    origin: 'new',
    ...changes,
  }
}
