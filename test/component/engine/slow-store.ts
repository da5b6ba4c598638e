import type {
  Transport,
  TransportOptions,
  TransportRequest,
  TransportResponse,
} from '../../../component/engine/storage/transport.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type {
  CompleteItem,
  CompleteResult,
  PresignRequest,
  PresignResult,
} from '../../../component/protocol.ts'
import { FakeUploadApi } from './fake-upload-api.ts'

const LIFE_MS = 300_000
const TICK_MS = 500

/** A backend that dates its forms by its own clock, makes them valid for five minutes, and knows whether they arrived. */
export class DatingApi extends FakeUploadApi {
  /** Milliseconds by which its clock, which is the store's too, is ahead of the visitor's. */
  aheadMs = 0
  /** Ids of the forms that the store accepted. */
  readonly objects = new Set<string>()
  readonly #forms = new Set<string>()

  get now(): number {
    return Date.now() + this.aheadMs
  }

  override async presign(request: PresignRequest): Promise<PresignResult[]> {
    const uploads = await super.presign(request)
    return uploads.map((upload) => {
      if (!upload.ok || upload.plan.kind !== 'post') return upload
      this.#forms.add(upload.id)
      const date = new Date(this.now).toISOString().replace(/[-:]|\.\d+/g, '')
      const expiresAt = new Date(this.now + LIFE_MS).toISOString()
      return {
        ...upload,
        expiresAt,
        plan: { ...upload.plan, fields: { ...upload.plan.fields, 'X-Amz-Date': date, expiresAt } },
      }
    })
  }

  override async complete(items: readonly CompleteItem[]): Promise<CompleteResult[]> {
    for (const { ticket } of items) {
      const id = ticket.replace('ticket-', '')
      const isThere = this.objects.has(id) || !this.#forms.has(id)
      this.completeAnswers.push(isThere ? 'ok' : notThere)
    }
    return super.complete(items)
  }
}

const notThere = { code: 'upload-not-found', detail: 'not yet', retryable: true } as const

/** A store behind a slow connection shared by all requests; it checks the date of a form at its first byte. */
export class SlowStore implements Transport {
  readonly #api: DatingApi
  readonly #bytesPerSecond: number
  readonly #running = new Set<() => void>()
  /** File names, in the order of their last bytes. */
  readonly stored: string[] = []
  /** Requests started. */
  begun = 0
  expired = 0
  /** Whether refusals lack CORS headers, so that the page cannot read them. */
  isMute = false
  /** Whether successful responses are lost. */
  losesAnswers = false
  readonly #break = new Set<(error: Error) => void>()

  constructor(api: DatingApi, bytesPerSecond: number) {
    this.#api = api
    this.#bytesPerSecond = bytesPerSecond
    setInterval(() => {
      for (const move of [...this.#running]) move()
    }, TICK_MS)
  }

  /** Breaks every connection, as a sleeping laptop does. */
  breakAll(): void {
    for (const fail of [...this.#break]) fail(broken())
  }

  send({ body, size }: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
    if (!(body instanceof FormData)) throw new Error('Expected a form')
    const file = body.get('file')
    if (Date.parse(String(body.get('expiresAt'))) < this.#api.now || !(file instanceof File)) {
      this.expired += 1
      if (this.isMute) return Promise.reject(broken())
      const text = '<Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>'
      return Promise.resolve({ status: 403, text, requestId: null })
    }
    this.begun += 1
    const id = String(body.get('key')).replace('uploads/', '')
    return this.#carry({ id, name: file.name, size }, options)
  }

  async #carry(
    { id, name, size }: { id: string; name: string; size: number },
    { signal, onProgress }: TransportOptions,
  ) {
    let sent = 0
    const leave: (() => void)[] = []
    try {
      await new Promise<void>((resolve, reject) => {
        const abort = () => reject(signal.reason)
        const move = () => {
          sent += (this.#bytesPerSecond * TICK_MS) / 1000 / this.#running.size
          onProgress(Math.min(sent, size), size)
          if (sent >= size) resolve()
        }
        signal.addEventListener('abort', abort)
        this.#running.add(move)
        this.#break.add(reject)
        leave.push(
          () => signal.removeEventListener('abort', abort),
          () => this.#running.delete(move),
          () => this.#break.delete(reject),
        )
      })
    } finally {
      for (const undo of leave) undo()
    }
    this.stored.push(name)
    this.#api.objects.add(id)
    if (this.losesAnswers) throw broken()
    return { status: 201, text: '', requestId: null }
  }
}

const broken = () => new UploadError('network', 'broken', { retryable: true })
