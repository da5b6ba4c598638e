/**
 * Carries uploads to the backend and to S3.
 *
 * Owns: batching of API calls, the pool of requests to S3, checksums, and what is written down for a later visit. Does
 * not own: the list, who may start, or what a failure means.
 */
import type { CompletedUpload, PresignedUpload, PresignFile, ReadyStatus, RouteLimits } from '../protocol.ts'
import { BatchedApi } from './batched-api.ts'
import type { FileHandles } from './file-handle.ts'
import type { FileMetadata } from './file-metadata.ts'
import type { InterruptedOptions, InterruptedUploads } from './interrupted-uploads.ts'
import { RequestPool } from './request-pool.ts'
import { restoreSession } from './restore-session.ts'
import { sendFile } from './send-file.ts'
import { sendParts } from './send-parts.ts'
import { SessionBook } from './session-book.ts'
import type { SessionStore } from './session-store.ts'
import { sha256 } from './sha256.ts'
import type { Transport } from './transport.ts'
import type { UploadApi } from './upload-api.ts'
import type { UploadLocks } from './upload-lock.ts'
import type { Carrier, Sending, Session } from './upload-ports.ts'
import type { UploaderSettings } from './uploader-settings.ts'

export interface UploadCarrierOptions {
  api: UploadApi
  transport: Transport
  sessions: SessionStore
  locks: UploadLocks
  /** Where the files of this page came from. */
  handles: FileHandles
  /** Names the backend in what is written down. */
  scope(): string
  /** Names the place on the site. */
  place(): string
  /** Read anew for every use, as the limits. */
  settings(): Readonly<UploaderSettings>
  limits(): RouteLimits | undefined
  moreToCome(): boolean
  /** Milliseconds of a monotonic clock. */
  now(): number
}

export class UploadCarrier implements Carrier {
  readonly pool: RequestPool
  readonly #options: UploadCarrierOptions
  readonly #api: BatchedApi
  readonly #book: SessionBook

  constructor(options: UploadCarrierOptions) {
    const { api, sessions, locks, handles, scope, place, settings, limits, moreToCome, now } = options
    this.#options = options
    this.pool = new RequestPool(settings().concurrency)
    this.#book = new SessionBook({
      store: sessions,
      locks,
      handles,
      scope: () => `${scope()} ${settings().route}`,
      place,
    })
    this.#api = new BatchedApi({
      api,
      route: () => settings().route,
      metadata: () => settings().metadata,
      maxFiles: () => limits()?.maxFiles,
      moreToCome,
      now,
    })
  }

  async presign(file: File, signal: AbortSignal): Promise<PresignedUpload> {
    return this.#api.presign(file, await this.#checksumOf(file, signal), signal)
  }

  storedParts({ ticket }: PresignedUpload) {
    return this.#options.api.storedParts(ticket)
  }

  prepare(): void {
    if (this.#remembers) this.#book.prepare()
  }

  async restore(file: File): Promise<Session | null> {
    return this.#remembers ? restoreSession(file, this.#book, this.#options.api) : null
  }

  remember(file: File, { presigned, stored }: Session): void {
    if (this.#remembers) this.#book.save(file, presigned, stored)
  }

  forget({ id }: PresignedUpload): void {
    this.#book.forget(id)
  }

  renounce(file: File): void {
    const session = this.#book.claimed(file)
    if (session === undefined) return
    this.forget(session.presigned)
    this.abort(session.presigned)
  }

  /** What former visits left unfinished, or undefined where there is nothing: only then the code for it is loaded. */
  async interrupted(
    options: Omit<InterruptedOptions, 'book' | 'abort' | 'storedParts'>,
  ): Promise<InterruptedUploads | undefined> {
    const sessions = this.#remembers ? await this.#book.interrupted() : []
    if (sessions.length === 0) return undefined
    const { InterruptedUploads } = await import('./interrupted-uploads.ts')
    return InterruptedUploads.of(sessions, {
      ...options,
      book: this.#book,
      abort: ({ ticket }) => this.#api.abort(ticket),
      storedParts: (presigned) => this.storedParts(presigned),
    })
  }

  send(sending: Sending): Promise<void> {
    const { file, presigned, signal, persistently } = sending
    const { plan, ticket } = presigned
    const { stallTimeoutMs, concurrency } = this.#options.settings()
    const carriage = { ...sending, transport: this.#options.transport, stallTimeoutMs }
    if (plan.kind === 'multipart') {
      return sendParts(file, plan, {
        ...carriage,
        pool: this.pool,
        concurrency,
        sign: (partNumbers, hashes) => this.#api.signParts(ticket, partNumbers, hashes),
      })
    }
    const send = async () => {
      sending.onStart()
      // Whoever heard of it may have ended the run.
      signal.throwIfAborted()
      await sendFile(file, plan, carriage)
    }
    return persistently(signal, () => this.pool.run(send, signal, file))
  }

  abort({ plan, ticket }: PresignedUpload): void {
    if (plan.kind === 'multipart') void this.#api.abort(ticket)
  }

  complete(
    { ticket }: PresignedUpload,
    metadata: FileMetadata,
    signal: AbortSignal,
  ): Promise<CompletedUpload> {
    const item = Object.keys(metadata).length === 0 ? { ticket } : { ticket, metadata }
    return this.#api.complete(item, signal)
  }

  async awaitVariants({ ticket }: PresignedUpload, signal: AbortSignal): Promise<ReadyStatus | null> {
    return this.#options.settings().finish === 'announced' ? null : this.#api.variants(ticket, signal)
  }

  get #remembers(): boolean {
    return this.#options.settings().sessions === 'remember'
  }

  async #checksumOf(file: File, signal: AbortSignal): Promise<Pick<PresignFile, 'sha256' | 'partChecksum'>> {
    const { checksum } = this.#options.settings()
    const limits = this.#options.limits()
    if (checksum === 'none' || (checksum === 'auto' && limits?.checksum !== 'required')) return {}
    const inParts = file.size > (limits?.multipartThreshold ?? Number.POSITIVE_INFINITY)
    return inParts ? { partChecksum: 'sha256' } : { sha256: await sha256(file, signal) }
  }
}
