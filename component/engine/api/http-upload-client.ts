/**
 * Connects uploads to the API, to S3 and to saved sessions.
 *
 * Owns: which endpoint an upload belongs to, batching of API calls, the pool of requests to S3, and checksums. Does not
 * own: the list, which upload may start, or what a failure means.
 */
import type { CompletedUpload, RouteLimits, UploadPlan } from '../../protocol.ts'
import type { FileHandles } from '../resume/file-handle.ts'
import type { InterruptedOptions, InterruptedUploads } from '../resume/interrupted-uploads.ts'
import { restoreSession, sizesByNumber } from '../resume/restore-session.ts'
import { isSentContent, SessionRegistry } from '../resume/session-registry.ts'
import type { SessionStore } from '../resume/session-store.ts'
import type { UploadLocks } from '../resume/upload-lock.ts'
import { RequestPool } from '../storage/request-pool.ts'
import { sendForm } from '../storage/send-form.ts'
import { StallCounter } from '../storage/stall-counter.ts'
import type { Transport } from '../storage/transport.ts'
import type { Connectivity } from '../upload/connectivity.ts'
import { NOTHING } from '../upload/delivery-state.ts'
import type { DualClock } from '../upload/dual-clock.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import { HostConnection } from '../upload/host-connection.ts'
import type { FileToSend } from '../upload/prepared-file.ts'
import type { ProcessingResult } from '../upload/processing-result.ts'
import type { HostConnections, Transfer, UploadClient } from '../upload/upload-client.ts'
import type { RestoredSession, UploadSession } from '../upload/upload-session.ts'
import { type ApiBinding, ApiBindings } from './api-bindings.ts'
import { BatchedApi } from './batched-api.ts'
import { checksumOf, isSentInParts } from './checksum-of.ts'
import { partsModule, statusModule } from './lazy-modules.ts'
import { isProcessed } from './route-limits.ts'
import type { UploadApi } from './upload-api.ts'

/** Requests that finish within this time, in milliseconds, may queue in the browser. */
const SHORT_REQUEST_MS = 200

/** Of the uploader's settings, those that requests depend on. */
export interface ClientSettings {
  readonly route: string
  readonly metadata: Readonly<Record<string, string>>
  readonly finish: 'announced' | 'processed'
  readonly concurrency: number
  readonly checksum: 'auto' | 'sha256' | 'none'
  readonly sessions: 'remember' | 'forget'
  readonly stallTimeoutMs: number
}

export interface HttpUploadClientOptions {
  readonly api: UploadApi
  readonly transport: Transport
  readonly connectivity: Connectivity
  readonly sessions: SessionStore
  readonly locks: UploadLocks
  /** Where the files of this page came from. */
  readonly handles: FileHandles
  /** Names the endpoint in what is saved. */
  scope(): string
  /** Names the place on the site. */
  place(): string
  /** Read before every use, as the limits. */
  settings(): ClientSettings
  limits(): RouteLimits | undefined
  /** Whether more files are on their way to S3. */
  isSending(): boolean
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Uniform in [0, 1). */
  random(): number
}

export class HttpUploadClient implements UploadClient {
  readonly pool: RequestPool
  readonly #options: HttpUploadClientOptions
  readonly #bindings: ApiBindings
  readonly #registry: SessionRegistry

  constructor(options: HttpUploadClientOptions) {
    const { api, sessions, locks, handles, place, settings, limits, isSending, now } = options
    const { connectivity, random } = options
    const scope = () => `${options.scope()} ${settings().route}`
    this.#options = options
    this.pool = new RequestPool(settings().concurrency, now)
    this.#registry = new SessionRegistry({ store: sessions, locks, handles, scope, place })
    this.#bindings = new ApiBindings({
      api,
      scope,
      batched: (snapshot) =>
        new BatchedApi({
          api: snapshot,
          route: settings().route,
          metadata: () => settings().metadata,
          maxFiles: () => limits()?.maxFiles,
          isSending,
          now,
        }),
      connect: (urls) => ({
        api: new HostConnection({ connectivity, random, url: urls.api }),
        storage: new HostConnection({ connectivity, random, url: urls.storage }),
      }),
    })
  }

  connections(session: UploadSession | null): HostConnections {
    return (session === null ? this.#bindings.current : this.#bindingOf(session)).connections
  }

  async presign(file: File, signal: AbortSignal): Promise<UploadSession> {
    // While the API plans and signs.
    const limits = this.#options.limits()
    if (isSentInParts(file, limits)) partsModule.preload()
    const checksum = await checksumOf(file, this.#options.settings().checksum, limits, signal)
    const binding = this.#bindings.current
    const signedAt = this.#now()
    const presigned = await binding.api.presign(file, checksum, signal)
    binding.storageUrl = urlOf(presigned.plan) ?? binding.storageUrl
    return { presigned, bindingId: binding.id, signedAt, delivery: NOTHING, origin: 'new' }
  }

  async listParts(session: UploadSession): Promise<ReadonlyMap<number, number>> {
    return sizesByNumber(await this.#bindingOf(session).api.storedParts(session.presigned.ticket))
  }

  /** Reads saved sessions ahead. */
  prepare(): void {
    if (this.#savesSessions) this.#registry.prepare()
  }

  async restore({ chosen, sent }: FileToSend, uploadId: string): Promise<RestoredSession | null> {
    if (!this.#savesSessions) return null
    const registry = this.#registry
    const claim = await registry.find(chosen, uploadId)
    if (claim === null) return null
    if (!(await isSentContent(sent === chosen ? null : sent, claim.session))) {
      // Transformed in another way than then: what S3 has is of no use.
      this.discardSession(chosen, uploadId)
      return null
    }
    const binding = this.#bindings.byScope(claim.session.scope)
    return restoreSession(claim, {
      bindingId: binding.id,
      listParts: (ticket) => binding.api.storedParts(ticket),
      deleteSession: (id) => registry.delete(id),
    })
  }

  saveSession({ chosen, sent }: FileToSend, session: UploadSession, metadata: FileMetadata): void {
    if (!this.#savesSessions) return
    const { presigned, delivery } = session
    const transformed = sent === chosen ? null : sent
    const record = { presigned, stored: delivery.kind === 'stored', metadata, transformed }
    this.#registry.save(chosen, record, this.#bindingOf(session).scope)
  }

  deleteSession({ presigned }: UploadSession): void {
    this.#registry.delete(presigned.id)
  }

  discardSession(chosen: File, uploadId: string): void {
    const claim = this.#registry.claimOf(chosen, uploadId)
    if (claim === undefined) return
    const { presigned, scope } = claim.session
    this.#registry.delete(presigned.id)
    if (presigned.plan.kind === 'multipart') void this.#bindings.byScope(scope).api.abort(presigned.ticket)
  }

  /** What earlier visits left unfinished, or undefined where there is nothing: only then its code is loaded. */
  async interrupted(
    options: Omit<InterruptedOptions, 'registry' | 'abort' | 'listParts'>,
  ): Promise<InterruptedUploads | undefined> {
    const { api } = this.#bindings.current
    const sessions = this.#savesSessions ? await this.#registry.interrupted() : []
    if (sessions.length === 0) return undefined
    const { InterruptedUploads } = await import('../resume/interrupted-uploads.ts')
    return InterruptedUploads.of(sessions, {
      ...options,
      registry: this.#registry,
      abort: ({ ticket }) => api.abort(ticket),
      listParts: ({ ticket }) => api.storedParts(ticket),
    })
  }

  async send(transfer: Transfer): Promise<void> {
    if (this.#options.settings().finish === 'processed') statusModule.preload()
    if (transfer.session().presigned.plan.kind !== 'multipart') await this.#sendForm(transfer)
    // Also where a form was planned first: meanwhile the API may have got other limits.
    const session = transfer.session()
    const { plan } = session.presigned
    if (plan.kind === 'multipart' && session.delivery.kind !== 'stored') {
      await this.#sendParts(session, plan, transfer)
    }
  }

  #sendForm(transfer: Transfer): Promise<void> {
    const { transport, settings } = this.#options
    const { file, signal } = transfer
    const { size } = file
    const isShort = () => transport.finishesWithin?.(SHORT_REQUEST_MS, size) === true
    const attempts = new StallCounter()
    return transfer.retry(signal, () =>
      attempts.run((stalls) =>
        this.pool.run({ owner: file, size, signal, isShort }, (onSent) =>
          sendForm({
            transport,
            stallTimeoutMs: settings().stallTimeoutMs,
            stalls,
            transfer,
            onProgress: (bytesSent) => {
              transfer.onProgress(bytesSent)
              onSent(bytesSent)
            },
            now: () => this.#now(),
          }),
        ),
      ),
    )
  }

  async #sendParts(
    session: UploadSession,
    plan: Extract<UploadPlan, { kind: 'multipart' }>,
    transfer: Transfer,
  ): Promise<void> {
    const { sendParts } = await transfer.retry(transfer.signal, () => partsModule.load())
    const { transport, settings } = this.#options
    const { stallTimeoutMs, concurrency } = settings()
    const binding = this.#bindingOf(session)
    await sendParts(session, plan, {
      transport,
      stallTimeoutMs,
      concurrency,
      transfer,
      pool: this.pool,
      sign: async (partNumbers, hashes) => {
        const parts = await binding.api.signParts(session.presigned.ticket, partNumbers, hashes)
        binding.storageUrl = parts[0]?.url ?? binding.storageUrl
        return parts
      },
      now: () => this.#now(),
    })
  }

  abort(session: UploadSession): void {
    const { plan, ticket } = session.presigned
    if (plan.kind === 'multipart') void this.#bindingOf(session).api.abort(ticket)
  }

  complete(session: UploadSession, metadata: FileMetadata, signal: AbortSignal): Promise<CompletedUpload> {
    const { ticket } = session.presigned
    const item = Object.keys(metadata).length === 0 ? { ticket } : { ticket, metadata }
    return this.#bindingOf(session).api.complete(item, signal)
  }

  async isSameObject(
    file: File,
    { presigned }: UploadSession,
    object: CompletedUpload,
    signal: AbortSignal,
  ): Promise<boolean> {
    const comparison = await import('../storage/object-comparison.ts').catch(() => null)
    // Sending it again is right, too.
    return (await comparison?.isSameObject(file, presigned.plan, object, signal)) ?? false
  }

  async awaitResult(
    session: UploadSession,
    object: CompletedUpload,
    signal: AbortSignal,
  ): Promise<ProcessingResult> {
    const { settings, limits } = this.#options
    const isWanted = settings().finish === 'processed' && isProcessed(object.contentType, limits())
    if (!isWanted) return { kind: 'none' }
    const status = await this.#bindingOf(session).api.variants(session.presigned.ticket, signal)
    return { kind: 'ready', status }
  }

  #bindingOf({ bindingId }: UploadSession): ApiBinding {
    return this.#bindings.byId(bindingId)
  }

  #now(): DualClock {
    return { steadyMs: this.#options.now(), wallMs: Date.now() }
  }

  get #savesSessions(): boolean {
    return this.#options.settings().sessions === 'remember'
  }
}

/** A URL of the store; undefined where the plan has none. */
function urlOf(plan: UploadPlan): string | undefined {
  const url = plan.kind === 'multipart' ? plan.parts[0]?.url : plan.url
  return url === undefined || url === '' ? undefined : url
}
