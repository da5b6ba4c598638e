/**
 * The session of one upload: plans it, restores it, records what S3 has, and decides what a failure leaves of it.
 *
 * Owns: the current session and its saving. Does not own: the upload's state, or when requests are repeated.
 */
import { type DeliveryEvent, isUncertain, transitionDelivery } from './delivery-state.ts'
import { invalidatesSession } from './error-policy.ts'
import type { FileMetadata } from './file-metadata.ts'
import type { UploadClient } from './upload-client.ts'
import type { UploadError } from './upload-error.ts'
import type { RestoredSession, UploadSession } from './upload-session.ts'

export interface ActiveSessionOptions {
  readonly client: UploadClient
  /** What the visitor chose. */
  readonly chosen: File
  /** What is sent of it. */
  sent(): File
  readonly uploadId: string
  metadata(): FileMetadata
  /** Whether the visitor gave the upload up meanwhile. */
  isCanceled(): boolean
  onChange(): void
}

export class ActiveSession {
  readonly #options: ActiveSessionOptions
  #current: UploadSession | null = null
  /** Looked up once, however often the upload is paused and resumed meanwhile. */
  #restoring: Promise<RestoredSession | null> | null = null

  constructor(options: ActiveSessionOptions) {
    this.#options = options
  }

  /** Null before there is a plan. */
  get current(): UploadSession | null {
    return this.#current
  }

  /** The session of an earlier visit that holds the file, or null. */
  async restore(signal: AbortSignal): Promise<RestoredSession | null> {
    const restored = await this.#lookUp()
    signal.throwIfAborted()
    if (restored !== null) this.#set(restored.session)
    return restored
  }

  /** Asks the API for a plan. */
  async plan(signal: AbortSignal): Promise<UploadSession> {
    const { client, sent } = this.#options
    const session = await client.presign(sent(), signal)
    // Ended before the response: only this upload knows what was opened at S3.
    if (signal.aborted) client.abort(session)
    signal.throwIfAborted()
    this.#set(session)
    this.save()
    return session
  }

  /** For a session whose signature has expired. */
  async replan(signal: AbortSignal): Promise<UploadSession> {
    const expired = this.#current
    // Outcome unknown: do not re-send under a new key; `/complete` tells.
    if (expired !== null && isUncertain(expired.delivery)) return this.record({ type: 'assumed' }) ?? expired
    const session = await this.plan(signal)
    if (expired !== null) this.#options.client.deleteSession(expired)
    return session
  }

  /** Records what S3 has. */
  record(event: DeliveryEvent): UploadSession | null {
    if (this.#current === null) return null
    const delivery = transitionDelivery(this.#current.delivery, event)
    if (delivery === this.#current.delivery) return this.#current
    this.#set({ ...this.#current, delivery })
    // Parts are not saved: S3 lists them.
    if (delivery.kind === 'unconfirmed' || delivery.kind === 'stored') this.save()
    return this.#current
  }

  save(): void {
    const { client, chosen, sent, metadata } = this.#options
    const session = this.#current
    if (session === null) return
    // Of a form S3 has nothing before its first byte leaves.
    if (session.delivery.kind === 'nothing' && session.presigned.plan.kind !== 'multipart') return
    client.saveSession({ chosen, sent: sent() }, session, metadata())
  }

  /** The upload is completed, or too late to cancel: no later visit continues it. */
  forget(): void {
    if (this.#current !== null) this.#options.client.deleteSession(this.#current)
  }

  /** Gives the upload up: S3 need not keep what it has. */
  end(): void {
    const { client, chosen, uploadId } = this.#options
    if (this.#current === null) {
      client.discardSession(chosen, uploadId)
      return
    }
    client.deleteSession(this.#current)
    client.abort(this.#current)
    this.#set(null)
  }

  /** After a failure that invalidates it: a retry starts again, but asks first for a form that S3 may have. */
  fail({ code }: UploadError): void {
    const isStored = this.#current !== null && isUncertain(this.#current.delivery)
    if (isStored && !invalidatesSession(code, 'multipart')) this.record({ type: 'assumed' })
    else this.end()
  }

  isInvalidatedBy({ code }: UploadError): boolean {
    return invalidatesSession(code, this.#current?.presigned.plan.kind)
  }

  /** Whether a refused completion means that the file is sent again from the start. */
  mustRestart(error: UploadError): boolean {
    const session = this.#current
    if (session === null) return false
    if (error.code === 'upload-not-found') return session.origin !== 'new' || isUncertain(session.delivery)
    // An offered file restarts only if S3 lost it: another user may be signed in.
    return session.origin === 'found' && this.isInvalidatedBy(error)
  }

  async #lookUp(): Promise<RestoredSession | null> {
    const { client, chosen, sent, uploadId, isCanceled } = this.#options
    this.#restoring ??= client.restore({ chosen, sent: sent() }, uploadId)
    try {
      return await this.#restoring
    } finally {
      this.#restoring = null
      if (isCanceled()) client.discardSession(chosen, uploadId)
    }
  }

  #set(session: UploadSession | null): void {
    this.#current = session
    this.#options.onChange()
  }
}
