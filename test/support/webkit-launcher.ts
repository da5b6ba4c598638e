import type { BrowserLauncher } from '@web/test-runner'
import { WebKitWindow } from './webkit-window.ts'

type SessionResult = Awaited<ReturnType<BrowserLauncher['stopSession']>>

/** Opens the test runner's pages in WebKitGTK, each in a browser of its own. */
export class WebKitLauncher implements BrowserLauncher {
  readonly name = 'WebKit'
  readonly type = 'webkit'
  readonly #miniBrowser: string
  readonly #windows = new Map<string, WebKitWindow>()
  #stopped = false

  constructor(miniBrowser: string) {
    this.#miniBrowser = miniBrowser
  }

  async startSession(sessionId: string, url: string): Promise<void> {
    const window = await WebKitWindow.open(this.#miniBrowser)
    // The runner may have ended after a timeout of the start.
    if (this.#stopped) return window.close()
    this.#windows.set(sessionId, window)
    await window.session.navigate(url)
  }

  isActive(sessionId: string): boolean {
    return this.#windows.has(sessionId)
  }

  async getBrowserUrl(sessionId: string): Promise<string | undefined> {
    return this.#windows.get(sessionId)?.session.url()
  }

  async stopSession(sessionId: string): Promise<SessionResult> {
    const window = this.#windows.get(sessionId)
    this.#windows.delete(sessionId)
    await window?.close()
    return {}
  }

  async startDebugSession(): Promise<void> {
    throw new Error('WebKit runs on a virtual screen: debug in Chromium or Firefox.')
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all([...this.#windows.keys()].map((sessionId) => this.stopSession(sessionId)))
  }
}
