import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The embedded S3 and SNS in a process of their own, so that the CPU of this one is the API's alone. */
export class StoreProcess {
  /** As the SDK's defaults and the API on either adapter read it. */
  readonly environment: Readonly<Record<string, string>>
  readonly #child: ChildProcess
  readonly #directory: string

  private constructor(child: ChildProcess, directory: string, environment: Record<string, string>) {
    this.#child = child
    this.#directory = directory
    this.environment = environment
  }

  static async start(): Promise<StoreProcess> {
    const directory = await mkdtemp(join(tmpdir(), 'bench-api-'))
    const child = fork(fileURLToPath(new URL('./store-main.ts', import.meta.url)), [directory])
    const ready: unknown[] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then((): unknown[] => []),
    ])
    if (ready.length === 0) throw new Error('The store did not start')
    const entries = Object.entries(Object(ready[0])).map(([name, value]) => [name, String(value)] as const)
    return new StoreProcess(child, directory, Object.fromEntries(entries))
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.disconnect()
    await ended
    await rm(this.#directory, { recursive: true, force: true })
  }
}
