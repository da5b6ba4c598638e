import { readFile } from 'node:fs/promises'
import type { Browser, CDPSession } from 'puppeteer-core'

/** Bytes. */
export interface Look {
  readonly heap: number
  readonly rss: number
}

/** Memory of a tab: the JavaScript heap, and its process. */
export class TabMemory {
  readonly #session: CDPSession
  readonly #pids: readonly number[]

  private constructor(session: CDPSession, pids: readonly number[]) {
    this.#session = session
    this.#pids = pids
  }

  static async of(opened: Browser, session: CDPSession): Promise<TabMemory> {
    const root = await opened.target().createCDPSession()
    const { processInfo } = await root.send('SystemInfo.getProcessInfo')
    return new TabMemory(
      session,
      processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : [])),
    )
  }

  async look(): Promise<Look> {
    const { usedSize } = await this.#session.send('Runtime.getHeapUsage')
    const sizes = await Promise.all(this.#pids.map(residentBytes))
    // The browser keeps a spare process for the next tab; the largest one has this page.
    return { heap: usedSize, rss: Math.max(0, ...sizes) }
  }
}

/** 0 if the system does not report it. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}
