import type { LitElement, ReactiveController } from 'lit'
import type { InterruptedUploads, RestoredUploads } from '../engine/resume/interrupted-uploads.ts'
import type { InterruptedUpload } from '../engine/upload/interrupted-upload.ts'
import type { Rejection } from '../engine/upload/rejection.ts'
import { addStyles } from '../page/add-styles.ts'
import { pageLoaded } from '../page/page-loaded.ts'
import type { NoticeContext } from './restore-notice.ts'

export interface RestoreOptions {
  /** Whether uploads may continue now. */
  enabled(): boolean
  /** Identifies whose uploads are looked for: once, and again when it changes. */
  scope(): string
  find(): Promise<InterruptedUploads | undefined>
  context(): Pick<NoticeContext, 'messages' | 'disabled'>
  speak(sentence: string): void
  onRejected(rejections: readonly Rejection[]): void
  /** The notice has gone, and the focus with it. */
  onAnswered(): void
}

const NOTHING: RestoredUploads = { continued: [], rejected: [], waiting: [] }

/**
 * Looks for uploads of an earlier visit after the page has loaded, continues those that need no gesture, and shows a
 * notice of the others. The notice is loaded only when there are any.
 */
export class RestoreController implements ReactiveController {
  readonly #host: LitElement
  readonly #options: RestoreOptions
  #scope: string | undefined
  #found: InterruptedUploads | undefined
  #view: typeof import('./restore-notice.ts') | undefined

  constructor(host: LitElement, options: RestoreOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /** Uploads that wait for the visitor or the page. */
  get waiting(): readonly InterruptedUpload[] {
    return this.#found?.waiting ?? []
  }

  hostUpdated(): void {
    const { enabled, scope } = this.#options
    if (!enabled() || !this.#host.isConnected || this.#scope === scope()) return
    this.dismiss()
    this.#scope = scope()
    // Uploading must work also if saved uploads cannot be read.
    void this.#look(this.#scope).catch(() => {})
  }

  /** Another document has none of the styles. */
  hostConnected(): void {
    if (this.#view !== undefined) addStyles(this.#host, this.#view.noticeStyles)
  }

  render() {
    if (this.#view === undefined || this.waiting.length === 0) return undefined
    return this.#view.restoreNotice(this.waiting, {
      ...this.#options.context(),
      goOn: () => void this.#answer(() => this.restore()),
      discard: () => void this.#answer(() => this.discard()),
    })
  }

  /** Hides the notice; it is shown again after the next reload. */
  dismiss(): void {
    this.#found = undefined
    this.#view = undefined
  }

  async restore(): Promise<RestoredUploads> {
    this.#found ??= await this.#options.find()
    const restored = (await this.#found?.restore()) ?? NOTHING
    this.#options.onRejected(restored.rejected)
    this.#host.requestUpdate()
    return restored
  }

  async discard(): Promise<void> {
    this.#found ??= await this.#options.find()
    await this.#found?.discard()
    this.#host.requestUpdate()
  }

  async #look(scope: string): Promise<void> {
    await pageLoaded()
    const found = await this.#options.find()
    if (found === undefined || this.#scope !== scope) return
    if (!this.#options.enabled()) {
      this.#scope = undefined
      return
    }
    this.#found = found
    const restored = await found.offer()
    if (restored === undefined || this.#found !== found) return
    this.#options.onRejected(restored.rejected)
    if (found.waiting.length === 0) return
    const view = await import('./restore-notice.ts')
    if (this.#found !== found) return
    addStyles(this.#host, view.noticeStyles)
    this.#view = view
    this.#options.speak(view.spokenNotice(this.waiting, this.#options.context().messages))
    this.#host.requestUpdate()
  }

  async #answer(act: () => Promise<unknown>): Promise<void> {
    await act()
    await this.#host.updateComplete
    if (this.waiting.length === 0) this.#options.onAnswered()
  }
}
