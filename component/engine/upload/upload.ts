/**
 * One file on its way to S3: performs the effect that each state asks for.
 *
 * Owns: the state (changed in `#transition` alone), the run under way and what survives it (the session). Does not own:
 * when it may start (the scheduler), how bytes travel (the client), or what a state allows (upload-state.ts). Every
 * start is a run with its own AbortController; results of an earlier run are dropped.
 */
import { ActiveSession } from './active-session.ts'
import { awaitResult } from './await-result.ts'
import { type DeliveryRun, deliver } from './deliver.ts'
import { type FileMetadata, mergeMetadata, NO_METADATA } from './file-metadata.ts'
import type { PreparedFile } from './prepared-file.ts'
import { SentFile } from './sent-file.ts'
import type { StoredFile } from './stored-file.ts'
import { addSample, type RateSample } from './transfer-rate.ts'
import type { UploadEnvironment } from './upload-environment.ts'
import { UploadError } from './upload-error.ts'
import { NO_RETRIES, UploadRetries } from './upload-retries.ts'
import { takeSnapshot, type UploadSnapshot } from './upload-snapshot.ts'
import {
  type Activity,
  activityOf,
  statusOf,
  takesMetadata,
  transition,
  type UploadEvent,
  type UploadState,
  type UploadStatus,
} from './upload-state.ts'
import { asUploadError } from './with-retry.ts'

const NO_SAMPLES: readonly RateSample[] = []

export class Upload {
  readonly id: string
  readonly #file: SentFile
  readonly #environment: UploadEnvironment
  #state: UploadState
  /** Made when it starts: long lists consist of files that wait. */
  #activeSession: ActiveSession | null = null
  #activeRetries: UploadRetries | null = null
  #run: AbortController | null = null
  #samples = NO_SAMPLES
  #previewUrl: string | null = null
  #metadata = NO_METADATA
  #isEditedAfterCompletion = false
  #snapshot: UploadSnapshot | null = null

  constructor(id: string, file: File, initial: UploadState, environment: UploadEnvironment) {
    this.id = id
    this.#state = initial
    this.#environment = environment
    this.#file = new SentFile(id, file, environment)
  }

  /** A file of an earlier visit. */
  static stored(id: string, file: StoredFile, environment: UploadEnvironment): Upload {
    return new Upload(id, new File([], file.name), { status: 'stored', file }, environment)
  }

  /** Removed uploads count as canceled. */
  get status(): UploadStatus {
    return statusOf(this.#state)
  }

  get activity(): Activity {
    return activityOf(this.#state)
  }

  get file(): File {
    return this.#file.chosen
  }

  /** Bytes that count for `maxTotalSize`. */
  get countedSize(): number {
    return this.#state.status === 'stored' ? this.#state.file.size : this.#file.countedSize
  }

  get snapshot(): UploadSnapshot {
    this.#snapshot ??= takeSnapshot(this.#file.facts, {
      state: this.#state,
      session: this.#activeSession?.current ?? null,
      samples: this.#samples,
      previewUrl: this.#previewUrl,
      metadata: this.#metadata,
      isEdited: this.#isEditedAfterCompletion,
      isOnline: this.#environment.isOnline(),
      ...(this.#activeRetries?.current ?? NO_RETRIES),
    })
    return this.#snapshot
  }

  /** The network went away or came back. */
  networkChanged(): void {
    this.#snapshot = null
  }

  set previewUrl(url: string | null) {
    this.#previewUrl = url
    this.#snapshot = null
  }

  /** False, and nothing is set, while its completion is asked for, or where it was canceled. */
  setMetadata(metadata: FileMetadata): boolean {
    if (!takesMetadata(this.#state)) return false
    this.#metadata = metadata
    this.#snapshot = null
    this.#isEditedAfterCompletion = 'object' in this.#state || this.#state.status === 'stored'
    if (!this.#isEditedAfterCompletion) this.#activeSession?.save()
    return true
  }

  /** Lets it start in its turn, where it waits for the visitor. */
  release(): void {
    this.#transition({ type: 'release' })
  }

  /** The page knows other facts of a stored file. */
  describe(file: StoredFile): void {
    this.#transition({ type: 'described', file })
  }

  start(): void {
    if (this.status === 'queued') this.#startRun('start', (signal) => this.#upload(signal))
  }

  pause(by: 'visitor' | 'network' = 'visitor'): void {
    // Taken before the transition: a listener may start the next run synchronously.
    const run = this.#run
    if (this.#transition({ type: 'pause', by })) run?.abort()
  }

  resume(): void {
    this.#transition({ type: 'resume' })
  }

  /** Starts a failed upload again where it failed, and the processing of a stored one. */
  retry(): void {
    if (this.status === 'ready') this.#startRun('retry', (signal) => this.#reprocess(signal))
    else this.#transition({ type: 'retry' })
  }

  cancel(): void {
    if (!this.#transition({ type: 'cancel' })) return
    this.#file.forget()
    this.#run?.abort()
    this.#session.end()
  }

  /** Ends what runs, without an event: the upload has left the list. */
  remove(): void {
    const isCompleting = this.status === 'completing'
    this.#transition({ type: 'remove' })
    // Too late to cancel: it is completed, and not offered again after a reload.
    if (isCompleting) this.#session.forget()
    else this.#run?.abort()
  }

  get #session(): ActiveSession {
    this.#activeSession ??= new ActiveSession({
      client: this.#environment.client,
      chosen: this.#file.chosen,
      sent: () => this.#file.current,
      uploadId: this.id,
      metadata: () => this.#metadata,
      isCanceled: () => this.status === 'canceled',
      onChange: () => {
        this.#snapshot = null
      },
    })
    return this.#activeSession
  }

  get #retries(): UploadRetries {
    const environment = this.#environment
    this.#activeRetries ??= new UploadRetries({
      uploadId: this.id,
      environment,
      connections: () => environment.client.connections(this.#session.current),
      onChange: () => this.#changed(),
    })
    return this.#activeRetries
  }

  #startRun(type: 'start' | 'retry', work: (signal: AbortSignal) => Promise<void>): void {
    const run = new AbortController()
    const before = this.#run
    // Set before the transition: a listener may cancel synchronously.
    this.#run = run
    if (this.#transition({ type })) void work(run.signal)
    else this.#run = before
  }

  async #upload(signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted()
      const decision = await this.#environment.confirmStart(this.id)
      signal.throwIfAborted()
      if (decision.kind === 'refused') {
        if (decision.message !== undefined) throw new UploadError('rejected', decision.message)
        this.cancel()
        return
      }
      const { session, object } = await this.#deliver(signal)
      this.#session.forget()
      this.#file.forget()
      if (this.#state.status === 'removed') return
      this.#apply(signal, { type: 'completed', object })
      const result = await awaitResult(this.#environment.client, session, object, signal)
      this.#apply(signal, { type: 'processed', result })
    } catch (error) {
      if (signal.aborted) return
      const failure = asUploadError(error)
      if (this.#state.status === 'removed') this.#session.end()
      else if (this.#session.isInvalidatedBy(failure)) this.#session.fail(failure)
      this.#apply(signal, { type: 'errored', error: failure })
    }
  }

  async #deliver(signal: AbortSignal) {
    const prepared = await this.#file.prepare(this.snapshot, signal, () => this.#changed())
    try {
      return await deliver(this.#deliveryRun(prepared, signal))
    } finally {
      prepared.release()
    }
  }

  /** A completion of a stored upload is announced again, and so processed again. */
  async #reprocess(signal: AbortSignal): Promise<void> {
    const session = this.#session.current
    if (session === null) return
    const { client } = this.#environment
    try {
      const object = await this.#retries.run('api', signal, () =>
        client.complete(session, this.#metadata, signal),
      )
      const result = await awaitResult(client, session, object, signal)
      this.#apply(signal, { type: 'processed', result })
    } catch (error) {
      const failure = asUploadError(error)
      // Anything else tells nothing about the object, which stays stored.
      if (failure.code === 'upload-not-found') {
        this.#session.fail(failure)
        this.#apply(signal, { type: 'errored', error: failure })
      } else this.#apply(signal, { type: 'processed', result: { kind: 'failed', error: failure } })
    }
  }

  #deliveryRun({ file, release }: PreparedFile, signal: AbortSignal): DeliveryRun {
    return {
      file,
      client: this.#environment.client,
      session: this.#session,
      signal,
      metadata: () => this.#metadata,
      isRemoved: () => this.#state.status === 'removed',
      withRetry: (host, attemptSignal, attempt) => this.#retries.run(host, attemptSignal, attempt),
      apply: (event) => {
        // `prepared`: a connection is free.
        release()
        this.#apply(signal, event)
      },
      onRestore: (metadata) => {
        this.#metadata = mergeMetadata(metadata, this.#metadata)
      },
      onSend: () => {
        this.#samples = []
      },
      onProgress: (bytesSent) => {
        if (signal.aborted) return
        if (bytesSent > (this.#samples.at(-1)?.bytesSent ?? 0)) this.#retries.progressed()
        this.#samples = addSample(this.#samples, { atMs: this.#environment.now(), bytesSent })
        this.#transition({ type: 'progressed', bytesSent })
      },
    }
  }

  #changed(): void {
    this.#snapshot = null
    this.#environment.observer.changed()
  }

  /** A result of a run; dropped when the run is over. */
  #apply(signal: AbortSignal, event: UploadEvent): void {
    if (!signal.aborted) this.#transition(event)
  }

  /** The only place that changes the state. */
  #transition(event: UploadEvent): boolean {
    const before = this.#state
    const after = transition(before, event)
    if (after === before) return false
    this.#state = after
    this.#snapshot = null
    if (event.type !== 'progressed' && after.status !== 'uploading') this.#activeRetries?.reset()
    this.#environment.observer.transitioned(this.id, event, before)
    return true
  }
}
