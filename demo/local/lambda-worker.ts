import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { LambdaError } from './lambda-error.ts'
import { type InvokeMessage, parseProcessMessage } from './lambda-protocol.ts'

const LOG_TAIL_CHARACTERS = 4096
const INIT_TIMEOUT_MS = 30_000

interface Waiter {
  resolve: () => void
  reject: (error: LambdaError) => void
}

function loadTypeScript(): string[] {
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
}

/** One process that runs the function, from fork to exit. */
export class LambdaWorker {
  /** Settles when the module is loaded, or rejects with LambdaError. */
  readonly ready: Promise<void>
  /** Resolves when the process is gone, whatever ended it. */
  readonly exited: Promise<void>
  readonly #child: ChildProcess
  #waiter: Waiter | null = null
  #logTail = ''

  constructor(module: URL, environment: Record<string, string>) {
    const program = new URL(`./lambda-process${extname(new URL(import.meta.url).pathname)}`, import.meta.url)
    this.#child = fork(fileURLToPath(program), [module.href], {
      execArgv: [program, module].some(({ pathname }) => pathname.endsWith('.ts')) ? loadTypeScript() : [],
      // Nothing of this process's environment but the path: what Lambda does not have must not work here.
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#logTail = (this.#logTail + text).slice(-LOG_TAIL_CHARACTERS)
      })
    }
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', () => resolve())
      // A fork that fails has no exit.
      this.#child.once('error', () => resolve())
    })
    void this.exited.then(() =>
      this.#fail(new LambdaError('process-crashed', 'The process of the function ended')),
    )
    this.#child.on('message', (value) => this.#onMessage(value))
    this.ready = this.#wait(INIT_TIMEOUT_MS)
    this.ready.catch(() => this.kill())
  }

  /** Whatever the function wrote last, 4 KB at most. */
  get logTail(): string {
    return this.#logTail
  }

  /** One at a time. Rejects with LambdaError; after a timeout the process is killed. */
  async invoke(message: InvokeMessage): Promise<void> {
    await this.ready
    this.#logTail = ''
    const done = this.#wait(message.timeoutMs)
    // A failing send means that the process is going: its exit rejects `done`.
    if (this.#child.connected) this.#child.send(message, () => {})
    else this.#fail(new LambdaError('process-crashed', 'The process of the function ended'))
    await done
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#fail(new LambdaError('timeout', `Task timed out after ${timeoutMs / 1000} seconds`))
        this.kill()
      }, timeoutMs)
      this.#waiter = {
        resolve: () => {
          clearTimeout(timer)
          resolve()
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
    })
  }

  #onMessage(value: unknown): void {
    const message = parseProcessMessage(value)
    switch (message?.kind) {
      case 'ready':
      case 'done': {
        const waiter = this.#waiter
        this.#waiter = null
        waiter?.resolve()
        return
      }
      case 'init-failed':
        this.#fail(new LambdaError('init-failed', message.error))
        return
      case 'failed':
        this.#fail(new LambdaError('function-error', message.error))
    }
  }

  #fail(error: LambdaError): void {
    const waiter = this.#waiter
    this.#waiter = null
    waiter?.reject(error)
  }
}
