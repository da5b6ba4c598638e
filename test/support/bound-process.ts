import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

const START_TIMEOUT = 20_000
const STOP_TIMEOUT = 2_000
const KEPT_OUTPUT = 16_384

/**
 * A program that ends with this process. Linux only: through `setpriv` the kernel ends the program when this process
 * ends, also by SIGKILL, so that no window or port stays open.
 */
export class BoundProcess {
  readonly #command: string
  readonly #child: ChildProcess
  readonly #end: Promise<void>
  #output = ''
  #failure: Error | null = null

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.#command = command
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#end = new Promise((resolve) => {
      this.#child.once('exit', () => resolve())
      // The program could not be started: no `exit` follows.
      this.#child.once('error', (error) => {
        this.#failure = error
        resolve()
      })
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-KEPT_OUTPUT)
      })
    }
  }

  /** The end of its output, for error messages. */
  get output(): string {
    return this.#output
  }

  get ended(): boolean {
    return this.#failure !== null || this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Calls `ask` until it returns a value other than `null`. Throws if the program ends or 20 s pass. */
  async waitFor<T>(ask: () => T | null | Promise<T | null>): Promise<T> {
    const deadline = Date.now() + START_TIMEOUT
    while (Date.now() < deadline) {
      if (this.ended) throw this.#error('ended before it was ready')
      const response = await ask()
      if (response !== null) return response
      await delay(20)
    }
    throw this.#error(`was not ready within ${START_TIMEOUT} ms`)
  }

  /** Resolves when the program has ended; kills it after 2 s. */
  async stop(): Promise<void> {
    if (this.ended) return
    this.#child.kill('SIGTERM')
    const force = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT)
    await this.#end
    clearTimeout(force)
  }

  #error(what: string): Error {
    const cause = this.#failure
    return new Error(
      `${this.#command} ${what}. ${this.#output.trim()}`.trim(),
      cause === null ? {} : { cause },
    )
  }
}
