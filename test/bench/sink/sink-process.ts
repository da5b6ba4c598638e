import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ProfileName } from '../workload.ts'
import { parseTally, type Tally } from './tally.ts'

/** The parent's handle of the sink's process, which ends with the parent at the latest. */
export class SinkProcess {
  readonly siteUrl: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, siteUrl: string) {
    this.#child = child
    this.siteUrl = siteUrl
  }

  /** @param folder the site's files */
  static async start(folder: string): Promise<SinkProcess> {
    const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), [folder])
    const ready = await Promise.race([
      once(child, 'message').then(([message]) => new Map(Object.entries(Object(message)))),
      once(child, 'exit').then(() => new Map<string, unknown>()),
    ])
    const siteUrl = ready.get('siteUrl')
    if (typeof siteUrl !== 'string') throw new Error('The sink did not start')
    return new SinkProcess(child, siteUrl)
  }

  /** Resets the counters and sets the line. */
  async begin(profile: ProfileName): Promise<void> {
    await this.#control(`begin?profile=${profile}&seed=4`)
  }

  async tally(): Promise<Tally> {
    return parseTally(await this.#control('tally'))
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.disconnect()
    await exited
  }

  async #control(call: string): Promise<unknown> {
    const response = await fetch(`${this.siteUrl}/control/${call}`)
    if (!response.ok) throw new Error(`The sink responded with ${response.status} to ${call}`)
    return response.json()
  }
}
