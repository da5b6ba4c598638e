/**
 * One file on its way to S3: performs the effect that each state asks for.
 *
 * Owns: the state (through one door, `#move`), the run under way and what survives it (the session).
 * Does not own: when it may start (the uploader's gate), how bytes travel (transport), what a state allows
 * (upload-state). Every start is a run with its own AbortController; facts of an older run are dropped.
 */
import type { CompletedUpload, PresignedUpload } from '../../protocol.ts'
import { delay } from './delay.ts'
import { endsSession } from './error-policy.ts'
import { type FileMetadata, renewMetadata } from './file-metadata.ts'
import { retryDelay } from './retry-policy.ts'
import { addSample, type RateSample } from './transfer-rate.ts'
import { UploadError } from './upload-error.ts'
import type { FormerSession, Sending, Session, UploadPorts } from './upload-ports.ts'
import { type FixedFacts, fixedFacts, takeSnapshot, type UploadSnapshot } from './upload-snapshot.ts'
import { initialUploadState, transition, type UploadEvent, type UploadState } from './upload-state.ts'

/** The completion carries it, and is not asked for yet. */
const TAKES_METADATA: ReadonlySet<UploadState['status']> = new Set([
  'queued',
  'preparing',
  'uploading',
  'paused',
  'failed',
])

export class Upload {
  readonly id: string
  readonly file: File
  readonly #ports: UploadPorts
  #state: UploadState = initialUploadState
  #session: Session | null = null
  /** What of a former visit this one goes on with. */
  #former: Pick<FormerSession, 'presigned' | 'offered'> | null = null
  #run: AbortController | null = null
  /** What a former visit left is looked up once, whoever pauses and resumes meanwhile. */
  #restoring: Promise<FormerSession | null> | null = null
  #isDisposed = false
  #samples: readonly RateSample[] = []
  #failures = 0
  #previewUrl: string | null = null
  #metadata: FileMetadata = {}
  /** The session whose upload the API has announced, with the metadata of that moment. */
  #announced: PresignedUpload | null = null
  #fixed: FixedFacts | null = null
  #snapshot: UploadSnapshot | null = null

  constructor(id: string, file: File, ports: UploadPorts) {
    this.id = id
    this.file = file
    this.#ports = ports
  }

  get status(): UploadState['status'] {
    return this.#state.status
  }

  get snapshot(): UploadSnapshot {
    this.#fixed ??= fixedFacts(this.id, this.file)
    this.#snapshot ??= takeSnapshot(this.#fixed, {
      state: this.#state,
      session: this.#session,
      samples: this.#samples,
      previewUrl: this.#previewUrl,
      metadata: this.#metadata,
      failures: this.#failures,
    })
    return this.#snapshot
  }

  set previewUrl(url: string | null) {
    this.#previewUrl = url
    this.#snapshot = null
  }

  /** False once its completion is asked for, unless that was refused. */
  setMetadata(metadata: FileMetadata): boolean {
    const announced = this.#announced !== null && this.#announced === this.#session?.presigned
    if (announced || !TAKES_METADATA.has(this.status)) return false
    this.#metadata = metadata
    this.#snapshot = null
    this.#remember()
    return true
  }

  start(): void {
    if (this.status !== 'queued') return
    // There before anybody hears of the start: whoever does may end it at once.
    const run = new AbortController()
    this.#run = run
    this.#move({ type: 'start' })
    void this.#carryOut(run.signal)
  }

  pause(): void {
    // Whoever hears of it may start the next run at once.
    const run = this.#run
    if (this.#move({ type: 'pause' })) run?.abort()
  }

  resume(): void {
    this.#move({ type: 'resume' })
  }

  retry(): void {
    this.#move({ type: 'retry' })
  }

  cancel(): void {
    if (!this.#move({ type: 'cancel' })) return
    this.#run?.abort()
    this.#endSession()
  }

  /** Ends whatever runs and says nothing any more: the upload has left the list. */
  dispose(): void {
    this.#isDisposed = true
    if (this.status !== 'completing' || this.#session === null) this.#run?.abort()
    // Too late to take it back: it is completed without a word, and nobody wants to be offered it again.
    else this.#ports.carrier.forget(this.#session.presigned)
  }

  async #carryOut(signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted()
      if (!(await this.#ports.mayStart(this))) {
        if (!signal.aborted) this.cancel()
        return
      }
      const { session, object } = await this.#deliver(signal)
      this.#announced = session
      this.#ports.carrier.forget(session)
      if (this.#isDisposed) return
      this.#fact(signal, { type: 'completed', object })
      const result = await this.#ports.carrier.awaitVariants(session, signal)
      this.#fact(signal, { type: 'processed', result })
    } catch (error) {
      if (signal.aborted) return
      const failure = asUploadError(error)
      if (this.#isDisposed || this.#isOver(failure)) this.#giveUp(failure)
      this.#fact(signal, { type: 'errored', error: failure })
    }
  }

  /** Brings it to S3, and has the API prove that it is there: once more where it is not. */
  async #deliver(signal: AbortSignal): Promise<{ session: PresignedUpload; object: CompletedUpload }> {
    for (let rounds = 1; ; rounds += 1) {
      const session = await this.#bringToS3(signal)
      this.#fact(signal, { type: 'stored' })
      const object = await this.#complete(session, rounds, signal)
      if (object !== null) return { session, object }
      // Nobody wants it to be sent any more.
      if (this.#isDisposed) throw new UploadError('upload-not-found', 'It was removed while it was completed')
      this.#fact(signal, { type: 'missed' })
    }
  }

  async #bringToS3(signal: AbortSignal): Promise<PresignedUpload> {
    const session =
      this.#session ??
      (await this.#restore(signal)) ??
      (await this.#persistently(signal, () => this.#plan(signal, null)))
    if (!session.stored) {
      this.#samples = []
      await this.#ports.carrier.send(this.#sending(session, signal))
      signal.throwIfAborted()
      session.stored = true
      this.#remember()
    }
    return session.presigned
  }

  /** Null where S3 turns out not to have all of it, and may be sent the rest. */
  #complete(
    presigned: PresignedUpload,
    rounds: number,
    signal: AbortSignal,
  ): Promise<CompletedUpload | null> {
    return this.#persistently(signal, async () => {
      try {
        return await this.#ports.carrier.complete(presigned, this.#metadata, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof UploadError)) throw error
        if (error.code === 'parts-missing' && rounds === 1) {
          // S3 has the last word on what it has.
          const storedParts = await this.#ports.carrier.storedParts(presigned)
          this.#session = { presigned, storedParts, stored: false, unanswered: false }
          return null
        }
        if (!this.#startsOver(error, presigned)) throw error
        this.#endSession()
        return null
      }
    })
  }

  #startsOver(error: UploadError, presigned: PresignedUpload): boolean {
    const former = this.#former?.presigned === presigned ? this.#former : null
    if (error.code === 'upload-not-found') return former !== null || this.#session?.unanswered === true
    // Nobody chose this file here, so only what S3 has lost may start anew: somebody else may be signed in by now.
    return former?.offered === false && this.#isOver(error)
  }

  #restore(signal: AbortSignal): Promise<Session | null> {
    return this.#persistently(signal, async () => {
      const former = await this.#lookUp()
      signal.throwIfAborted()
      if (former === null) return null
      const { metadata, offered, ...session } = former
      this.#former = { presigned: session.presigned, offered }
      this.#session = session
      this.#metadata = renewMetadata(metadata, this.#metadata)
      this.#snapshot = null
      this.#remember()
      return session
    })
  }

  async #lookUp(): Promise<FormerSession | null> {
    const { carrier } = this.#ports
    this.#restoring ??= carrier.restore(this.file, this)
    try {
      return await this.#restoring
    } finally {
      this.#restoring = null
      // Canceled before anybody knew of it.
      if (this.status === 'canceled') carrier.renounce(this.file, this)
    }
  }

  /** For a new session, or for one whose signature is over. */
  async #plan(signal: AbortSignal, former: Session | null): Promise<Session> {
    const presigned = await this.#ports.carrier.presign(this.file, signal)
    // Ended while the answer was on its way to here: nobody else knows what S3 has opened.
    if (signal.aborted) this.#ports.carrier.abort(presigned)
    signal.throwIfAborted()
    if (former !== null) this.#ports.carrier.forget(former.presigned)
    const session: Session = former ?? {
      presigned,
      storedParts: new Map(),
      stored: false,
      unanswered: false,
    }
    session.presigned = presigned
    this.#session = session
    this.#snapshot = null
    this.#remember()
    return session
  }

  #remember(): void {
    const session = this.#session
    if (session === null) return
    // A form has nothing at S3 before its first byte leaves.
    const isWorthIt = session.stored || session.unanswered || session.presigned.plan.kind === 'multipart'
    if (isWorthIt) this.#ports.carrier.remember(this.file, session, this.#metadata)
  }

  #isOver({ code }: UploadError): boolean {
    return endsSession(code, this.#session?.presigned.plan.kind)
  }

  /** Whoever tries it again starts anew, but for a form that may have arrived: then completing tells. */
  #giveUp({ code }: UploadError): void {
    const session = this.#session
    const mayBeThere = session?.unanswered === true && !endsSession(code, 'multipart') && !this.#isDisposed
    if (mayBeThere) session.stored = true
    else this.#endSession()
  }

  /** Nobody will go on with it, so S3 need not keep what it has. */
  #endSession(): void {
    if (this.#session === null) {
      this.#ports.carrier.renounce(this.file, this)
      return
    }
    this.#ports.carrier.forget(this.#session.presigned)
    this.#ports.carrier.abort(this.#session.presigned)
    this.#session = null
  }

  #sending(session: Session, signal: AbortSignal): Sending {
    return {
      file: this.file,
      session,
      signal,
      persistently: (runSignal, attempt) => this.#persistently(runSignal, attempt),
      renew: async () => {
        // Sent again under another key it might be there twice: completing tells.
        if (session.unanswered) session.stored = true
        else await this.#plan(signal, session)
      },
      onStart: () => {
        this.#fact(signal, { type: 'prepared' })
        if (session.unanswered) this.#remember()
      },
      onProgress: (bytesSent) => {
        this.#samples = addSample(this.#samples, { atMs: this.#ports.now(), bytesSent })
        this.#fact(signal, { type: 'progressed', bytesSent })
      },
      onPartStored: (partNumber, size) => session.storedParts.set(partNumber, size),
    }
  }

  /** Tries again what is worth it, as the retry policy says. */
  async #persistently<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; ) {
      // What fails without a network says nothing about the other side.
      await this.#ports.whenOnline(signal)
      try {
        const result = await attempt()
        signal.throwIfAborted()
        this.#noteFailures(0)
        return result
      } catch (error) {
        signal.throwIfAborted()
        failures += 1
        const delayMs = retryDelay(error, failures, this.#ports.retries(), () => this.#ports.random())
        if (delayMs !== 'give-up') this.#noteFailures(failures)
        if (error instanceof UploadError && error.code === 'stalled') {
          this.#ports.stalled(this)
          // Whoever heard of it may have ended the run.
          signal.throwIfAborted()
        }
        if (delayMs === 'give-up') throw error
        this.#ports.retrying(this, failures, delayMs, asUploadError(error))
        await delay(delayMs, signal)
      }
    }
  }

  #noteFailures(failures: number): void {
    if (this.#failures === failures) return
    this.#failures = failures
    this.#snapshot = null
  }

  /** What a run learnt; nothing when the run is over. */
  #fact(signal: AbortSignal, event: UploadEvent): void {
    if (!signal.aborted) this.#move(event)
  }

  /** The only place that changes the state. */
  #move(event: UploadEvent): boolean {
    const before = this.#state
    const after = transition(before, event)
    if (after === before) return false
    this.#state = after
    this.#snapshot = null
    if (event.type !== 'progressed' && after.status !== 'uploading') this.#failures = 0
    this.#ports.moved(this, event, before)
    return true
  }
}

function asUploadError(error: unknown): UploadError {
  if (error instanceof UploadError) return error
  return new UploadError('internal', 'Something unexpected happened', { cause: error })
}
