import type { UploadApi } from '../../../component/engine/api/upload-api.ts'
import type {
  ChecksumPolicy,
  CompletedUpload,
  CompleteItem,
  CompleteResult,
  ConfigResponse,
  ItemError,
  PresignedPart,
  PresignRequest,
  PresignResult,
  ReadyStatus,
  StatusResponse,
  StatusResult,
  StoredPart,
  UploadPlan,
} from '../../../component/protocol.ts'

import './load-modules.ts'

type Answer<T> = T | Error

/** An API in memory: records every call, and fails as the test sets it. */
export class FakeUploadApi implements UploadApi {
  readonly presigned: PresignRequest[] = []
  readonly completed: CompleteItem[][] = []
  readonly asked: string[][] = []
  /** What presigning the file of this name answers instead of a plan. */
  readonly refusals = new Map<string, ItemError>()
  /** Responses to whole calls, used in order before the default ones. */
  readonly presignFailures: Error[] = []
  readonly completeAnswers: Answer<'ok' | ItemError>[] = []
  readonly statusAnswers: Answer<StatusResult['state'] | StatusResult>[] = []
  /** Part size of multipart plans; null plans forms. */
  partSize: number | null = null
  /** Headers of PUTs instead of forms; null plans forms. */
  putHeaders: Record<string, string> | null = null
  checksum: ChecksumPolicy = 'optional'
  /** URLs in a multipart plan. */
  partsInPlan = 2
  readonly signed: number[][] = []
  readonly hashes: (Readonly<Record<string, string>> | undefined)[] = []
  readonly signFailures: Error[] = []
  readonly stored: StoredPart[] = []
  readonly aborted: string[] = []
  /** Of every completed object. */
  etag = '"e"'
  #nextId = 1

  async config(): Promise<ConfigResponse> {
    return {
      version: 1,
      routes: {
        default: {
          maxFileSize: 1000,
          minFileSize: 1,
          allowedContentTypes: ['image/png', 'image/jpeg'],
          maxFiles: 10,
          multipartThreshold: this.partSize,
          checksum: this.checksum,
        },
      },
    }
  }

  async presign(request: PresignRequest): Promise<PresignResult[]> {
    this.presigned.push(request)
    const failure = this.presignFailures.shift()
    if (failure !== undefined) throw failure
    return request.files.map(({ ref, name, size, partChecksum }) => {
      const error = this.refusals.get(name)
      if (error !== undefined) return { ok: false, ref, error }
      const id = String(this.#nextId++)
      return {
        ok: true,
        ref,
        id,
        key: `uploads/${id}`,
        ticket: `ticket-${id}`,
        expiresAt: '2030-01-01T00:00:00Z',
        plan: this.#plan(id, size, partChecksum),
      }
    })
  }

  #plan(id: string, size: number, partChecksum: 'sha256' | undefined): UploadPlan {
    const { partSize } = this
    if (partSize === null && this.putHeaders !== null) {
      const url = `https://bucket.test/pending/${id}?X-Amz-Expires=300`
      return { kind: 'put', url, headers: this.putHeaders }
    }
    if (partSize === null) {
      return { kind: 'post', url: 'https://bucket.test/', fields: { key: `uploads/${id}`, policy: 'p' } }
    }
    const partCount = Math.ceil(size / partSize)
    const parts = Array.from({ length: Math.min(this.partsInPlan, partCount) }, (_, index) => ({
      partNumber: index + 1,
      url: `https://bucket.test/${index + 1}?batch=0`,
    }))
    return partChecksum === undefined
      ? { kind: 'multipart', partSize, partCount, parts }
      : { kind: 'multipart', partSize, partCount, parts: [], partChecksum }
  }

  async complete(items: readonly CompleteItem[]): Promise<CompleteResult[]> {
    this.completed.push([...items])
    return items.map(({ ticket }) => {
      const answer = this.completeAnswers.shift() ?? 'ok'
      if (answer instanceof Error) throw answer
      const id = ticket.replace('ticket-', '')
      return answer === 'ok' ? { ...completedUpload(id), etag: this.etag } : { ok: false, id, error: answer }
    })
  }

  async signParts(
    _ticket: string,
    partNumbers: readonly number[],
    sha256?: Readonly<Record<string, string>>,
  ): Promise<PresignedPart[]> {
    this.signed.push([...partNumbers])
    this.hashes.push(sha256)
    const failure = this.signFailures.shift()
    if (failure !== undefined) throw failure
    const batch = this.signed.length
    return partNumbers.map((partNumber) => ({
      partNumber,
      url: `https://bucket.test/${partNumber}?batch=${batch}`,
    }))
  }

  async storedParts(): Promise<StoredPart[]> {
    return this.stored
  }

  async abort(ticket: string): Promise<void> {
    this.aborted.push(ticket)
  }

  async status(tickets: readonly string[]): Promise<StatusResponse> {
    this.asked.push([...tickets])
    const uploads = tickets.map((ticket): StatusResult => {
      const id = ticket.replace('ticket-', '')
      const answer = this.statusAnswers.shift() ?? 'ready'
      if (answer instanceof Error) throw answer
      if (typeof answer !== 'string') return answer
      switch (answer) {
        case 'pending':
          return { state: 'pending', id }
        case 'processing':
          return { state: 'processing', id, startedAt: '2026-01-01T00:00:00Z' }
        default:
          return readyStatus(id)
      }
    })
    return { uploads }
  }
}

export function completedUpload(id: string): CompletedUpload {
  return {
    ok: true,
    id,
    key: `uploads/${id}`,
    size: 3,
    contentType: 'image/png',
    etag: '"e"',
    versionId: null,
    sha256: null,
    messageId: `message-${id}`,
  }
}

export function readyStatus(id: string): ReadyStatus {
  return {
    state: 'ready',
    id,
    variants: [
      {
        name: 'thumb',
        key: `derived/${id}/thumb.jpg`,
        url: `https://bucket.test/${id}`,
        contentType: 'image/jpeg',
        width: 100,
        height: 100,
        size: 9,
      },
    ],
    image: {
      format: 'png',
      width: 640,
      height: 480,
      orientation: 1,
      hasAlpha: false,
      frames: 1,
      capturedAt: null,
    },
    metadata: {},
    timings: { fetchMs: 1, transformMs: 2, storeMs: 3 },
  }
}
