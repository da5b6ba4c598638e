import { once } from 'node:events'
import { createServer } from 'node:net'
import { BoundProcess } from './bound-process.ts'
import { WebDriverSession } from './webdriver-session.ts'

/**
 * One WebKitGTK window on a screen of its own: an Xvfb, a WebKitWebDriver and the browser that it starts.
 *
 * Windows share nothing: WebKit has no headless mode, and only one window of a screen has the focus. The screen is
 * virtual also on a desktop, so that tests do not open windows and do not depend on the mouse pointer.
 */
export class WebKitWindow {
  readonly session: WebDriverSession
  readonly #processes: readonly BoundProcess[]

  private constructor(session: WebDriverSession, processes: readonly BoundProcess[]) {
    this.session = session
    this.#processes = processes
  }

  /** Opens a window of 800 × 600 CSS pixels. `miniBrowser` is a path. */
  static async open(miniBrowser: string): Promise<WebKitWindow> {
    const processes: BoundProcess[] = []
    try {
      const display = await startDisplay(processes)
      const driver = await startDriver(processes, display)
      const session = await WebDriverSession.start({
        driver,
        capabilities: {
          browserName: 'MiniBrowser',
          // A test page reports its end itself; waiting for `load` as well would add a second timeout.
          pageLoadStrategy: 'none',
          unhandledPromptBehavior: 'dismiss',
          'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
        },
      })
      await session.setViewport(800, 600)
      return new WebKitWindow(session, processes)
    } catch (error) {
      await stopAll(processes)
      throw error
    }
  }

  /** Resolves when the browser, its driver and its screen have ended. */
  async close(): Promise<void> {
    // A driver that crashed or hangs cannot end the session; without its screen the browser ends anyway.
    await this.session.end().catch(() => {})
    await stopAll(this.#processes)
  }
}

async function startDisplay(processes: BoundProcess[]): Promise<string> {
  const server = new BoundProcess('Xvfb', [
    ...['-displayfd', '1'],
    ...['-screen', '0', '1280x1024x24'],
    ...['-nolisten', 'tcp'],
    '-noreset',
  ])
  processes.push(server)
  return server.waitFor(() => {
    const number = /^(\d+)\n/m.exec(server.output)?.[1]
    return number === undefined ? null : `:${number}`
  })
}

async function startDriver(processes: BoundProcess[], display: string): Promise<string> {
  const port = await freePort()
  const driver = new BoundProcess('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], {
    ...process.env,
    DISPLAY: display,
    // Otherwise the window would open on a Wayland desktop.
    GDK_BACKEND: 'x11',
  })
  processes.push(driver)
  const origin = `http://127.0.0.1:${port}`
  return driver.waitFor(async () => {
    const response = await fetch(`${origin}/status`, { signal: AbortSignal.timeout(1_000) }).catch(() => null)
    return response?.ok ? origin : null
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port')
  return address.port
}

/** In reverse order: the driver before the screen of its browser. */
async function stopAll(processes: readonly BoundProcess[]): Promise<void> {
  for (const process of processes.toReversed()) await process.stop()
}
