/**
 * Carries uploads to the backend and to S3.
 *
 * Owns: which backend an upload belongs to, batching of API calls, the pool of requests to S3, checksums, and what is
 * written down for a later visit. Does not own: the list, who may start, or what a failure means.
 */
import type {
  CompletedUpload,
  PresignedUpload,
  PresignFile,
  ReadyStatus,
  RouteLimits,
} from '../../protocol.ts'
import type { FileHandles } from '../resume/file-handle.ts'
import type { InterruptedOptions, InterruptedUploads } from '../resume/interrupted-uploads.ts'
import { restoreSession, sizesByNumber } from '../resume/restore-session.ts'
import { SessionBook } from '../resume/session-registry.ts'
import type { SessionStore } from '../resume/session-store.ts'
import type { UploadLocks } from '../resume/upload-lock.ts'
import { RequestPool } from '../storage/request-pool.ts'
import { sendParts } from '../storage/send-parts.ts'
import { sendSigned } from '../storage/send-signed.ts'
import { sha256 } from '../storage/sha256.ts'
import { SignatureExpiry } from '../storage/signature-expiry.ts'
import { StallCounter } from '../storage/stall-counter.ts'
import type { Transport } from '../storage/transport.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import type { Carrier, FormerSession, Sending, Session } from '../upload/upload-ports.ts'
import type { UploaderSettings } from '../uploader-settings.ts'
import { Backends } from './api-bindings.ts'
import { BatchedApi } from './batched-api.ts'
import type { UploadApi } from './upload-api.ts'

/** Requests that finish within this time, in milliseconds, may queue in the browser. */
const SHORT_REQUEST_MS = 200

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
  readonly #backends: Backends
  readonly #signatures: SignatureExpiry
  readonly #book: SessionBook

  constructor(options: UploadCarrierOptions) {
    const { api, sessions, locks, handles, place, settings, limits, moreToCome, now } = options
    const scope = () => `${options.scope()} ${settings().route}`
    this.#options = options
    this.pool = new RequestPool(settings().concurrency, now)
    this.#book = new SessionBook({
      store: sessions,
      locks,
      handles,
      scope,
      place,
    })
    this.#signatures = new SignatureExpiry(now)
    const batched = (pinned: UploadApi) =>
      new BatchedApi({
        api: pinned,
        route: settings().route,
        metadata: () => settings().metadata,
        maxFiles: () => limits()?.maxFiles,
        moreToCome,
        now,
      })
    this.#backends = new Backends({ api, scope, batched })
  }

  async presign(file: File, signal: AbortSignal): Promise<PresignedUpload> {
    const checksum = await this.#checksumOf(file, signal)
    const backend = this.#backends.present
    const askedAt = this.#signatures.now()
    const presigned = await backend.api.presign(file, checksum, signal)
    this.#signatures.recordPlan(presigned, askedAt)
    this.#backends.settle(presigned, backend)
    return presigned
  }

  async storedParts(presigned: PresignedUpload): Promise<Map<number, number>> {
    return sizesByNumber(await this.#apiOf(presigned).storedParts(presigned.ticket))
  }

  prepare(): void {
    if (this.#remembers) this.#book.prepare()
  }

  async restore(file: File, owner: object): Promise<FormerSession | null> {
    if (!this.#remembers) return null
    const claim = this.#book.claimed(file, owner)
    const backend = claim === undefined ? this.#backends.present : this.#backends.named(claim.session.scope)
    const session = await restoreSession(file, owner, this.#book, backend.api)
    if (session !== null) this.#backends.settle(session.presigned, backend)
    return session
  }

  remember(file: File, { presigned, stored }: Session, metadata: FileMetadata): void {
    if (!this.#remembers) return
    this.#book.save(file, { presigned, stored, metadata }, this.#backends.homeOf(presigned).scope)
  }

  forget({ id }: PresignedUpload): void {
    this.#book.forget(id)
  }

  renounce(file: File, owner: object): void {
    const claim = this.#book.claimed(file, owner)
    if (claim === undefined) return
    const { presigned, scope } = claim.session
    this.forget(presigned)
    this.#backends.settle(presigned, this.#backends.named(scope))
    this.abort(presigned)
  }

  /** What former visits left unfinished, or undefined where there is nothing: only then the code for it is loaded. */
  async interrupted(
    options: Omit<InterruptedOptions, 'book' | 'abort' | 'storedParts'>,
  ): Promise<InterruptedUploads | undefined> {
    const { api } = this.#backends.present
    const sessions = this.#remembers ? await this.#book.interrupted() : []
    if (sessions.length === 0) return undefined
    const { InterruptedUploads } = await import('../resume/interrupted-uploads.ts')
    return InterruptedUploads.of(sessions, {
      ...options,
      book: this.#book,
      abort: ({ ticket }) => api.abort(ticket),
      storedParts: ({ ticket }) => api.storedParts(ticket),
    })
  }

  async send(sending: Sending): Promise<void> {
    const { file, session, signal, persistently } = sending
    const { stallTimeoutMs, concurrency } = this.#options.settings()
    const signatures = this.#signatures
    const { transport } = this.#options
    const carriage = { ...sending, transport, stallTimeoutMs, signatures }
    if (session.presigned.plan.kind !== 'multipart') {
      const { size } = file
      const request = {
        owner: file,
        size,
        signal,
        isShort: () => transport.finishesWithin?.(SHORT_REQUEST_MS, size) === true,
      }
      const attempts = new StallCounter()
      await persistently(signal, () =>
        attempts.run((stalls) =>
          this.pool.run(request, (onSent) =>
            sendSigned({
              ...carriage,
              stalls,
              onProgress: (sent) => {
                sending.onProgress(sent)
                onSent(sent)
              },
            }),
          ),
        ),
      )
    }
    // Also where a form was planned first: meanwhile the backend may have got other limits.
    const { presigned, storedParts } = session
    const { plan, ticket } = presigned
    if (plan.kind !== 'multipart') return
    const api = this.#apiOf(presigned)
    await sendParts(file, plan, {
      ...carriage,
      storedParts,
      pool: this.pool,
      concurrency,
      isExpired: (part) => signatures.isExpired(part),
      sign: async (partNumbers, hashes) => {
        const askedAt = signatures.now()
        const parts = await api.signParts(ticket, partNumbers, hashes)
        signatures.recordParts(parts, askedAt)
        return parts
      },
    })
  }

  abort(presigned: PresignedUpload): void {
    if (presigned.plan.kind === 'multipart') void this.#apiOf(presigned).abort(presigned.ticket)
  }

  complete(
    presigned: PresignedUpload,
    metadata: FileMetadata,
    signal: AbortSignal,
  ): Promise<CompletedUpload> {
    const { ticket } = presigned
    const item = Object.keys(metadata).length === 0 ? { ticket } : { ticket, metadata }
    return this.#apiOf(presigned).complete(item, signal)
  }

  async awaitVariants(presigned: PresignedUpload, signal: AbortSignal): Promise<ReadyStatus | null> {
    if (this.#options.settings().finish === 'announced') return null
    return this.#apiOf(presigned).variants(presigned.ticket, signal)
  }

  #apiOf(presigned: PresignedUpload): BatchedApi {
    return this.#backends.homeOf(presigned).api
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
