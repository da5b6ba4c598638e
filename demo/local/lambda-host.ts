/**
 * The embedded Lambda: a pool of processes, each running one invocation at a time. Starts one process in advance, and
 * never reuses one that crashed or timed out. Retries are up to the caller.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Invocation, Report } from './lambda-process.ts'
import { type LambdaResult, type LambdaWork, type OnTrace, span } from './trace.ts'

export interface LocalLambdaOptions {
  /** Exports `handler`; a path or a URL. Default: the image processor of this project. */
  module?: string | URL
  /** Added to region, credentials, S3 endpoint and memory size. */
  env?: Record<string, string>
  /** Default: 2 invocations at a time, each in a process of its own for at most 60,000 ms. */
  concurrency?: number
  timeoutMs?: number
}

type Outcome = Pick<LambdaResult, 'outcome' | 'error'> & { response?: string }

// The files beside this one are either all sources or all built.
const extension = extname(new URL(import.meta.url).pathname)
const program = new URL(`./lambda-process${extension}`, import.meta.url)
const processImage = new URL(`../../lambda/index${extension}`, import.meta.url)
const failed = (error: unknown): Outcome => ({ outcome: 'error', error: String(error) })
const INIT_TIMEOUT_MS = 30_000

export class LambdaHost {
  readonly #fork: () => LambdaProcess
  readonly #timeoutMs: number
  readonly #onTrace: OnTrace
  readonly #processes = new Set<LambdaProcess>()
  readonly #waiting: (() => void)[] = []
  #free: number
  #isClosed = false
  #killsNext = false

  constructor(options: LocalLambdaOptions, access: Record<string, string>, onTrace: OnTrace) {
    const { module = processImage, env, concurrency = 2, timeoutMs = 60_000 } = options
    const isPath = typeof module === 'string' && !URL.canParse(module)
    const environment = { ...access, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769', ...env }
    this.#fork = () => new LambdaProcess(isPath ? pathToFileURL(module) : new URL(module), environment)
    this.#timeoutMs = timeoutMs
    this.#onTrace = onTrace
    this.#free = concurrency
    this.#start()
  }

  /** @returns the function's response */
  async invoke(event: unknown, messageId: string): Promise<unknown> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#isClosed) throw new Error('The Lambda host is closed')
    const runtime = [...this.#processes].find(({ status }) => status === 'idle') ?? this.#start()
    runtime.status = 'busy'
    const requestId = randomUUID()
    const work: LambdaWork = { service: 'lambda', operation: 'Invoke', requestId, messageId }
    const end = span<LambdaWork, LambdaResult>(this.#onTrace, requestId, work)
    const running = runtime.run({ requestId, event, timeoutMs: this.#timeoutMs })
    if (this.#killsNext) {
      this.#killsNext = false
      void runtime.kill()
    }
    const { response, ...result } = await running
    end({ ...result, logTail: runtime.logTail })
    runtime.status = 'idle'
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free += 1
    if (result.outcome !== 'ok') throw new Error(result.error)
    return JSON.parse(response ?? 'null')
  }

  /** Kills the processes that run the function, as a crash does; without any, the one of the next invocation. */
  kill(): void {
    const busy = [...this.#processes].filter(({ status }) => status === 'busy')
    this.#killsNext = busy.length === 0
    for (const runtime of busy) void runtime.kill()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const wake of this.#waiting.splice(0)) wake()
    await Promise.all([...this.#processes].map((runtime) => runtime.kill()))
  }

  #start(): LambdaProcess {
    const runtime = this.#fork()
    this.#processes.add(runtime)
    void runtime.exited.then(() => this.#processes.delete(runtime))
    return runtime
  }
}

/** One process that runs the function, from fork to exit. */
class LambdaProcess {
  readonly exited: Promise<unknown>
  status: 'idle' | 'busy' = 'idle'
  logTail = ''
  readonly #child: ChildProcess
  readonly #loaded: Promise<Outcome>

  constructor(module: URL, environment: Record<string, string>) {
    const isTypeScript = [program, module].some(({ pathname }) => pathname.endsWith('.ts'))
    const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
    this.#child = fork(fileURLToPath(program), [module.href], {
      execArgv: isTypeScript ? ['--import', tsx()] : [],
      // Only the path of this process's environment: variables that Lambda lacks must be missing here too.
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.logTail = (this.logTail + text).slice(-4096)
      })
    }
    this.exited = once(this.#child, 'exit').catch(() => {})
    this.#loaded = this.#outcome(INIT_TIMEOUT_MS)
  }

  /** Ends the process if loading failed, the process broke or the invocation timed out. */
  async run(invocation: Invocation): Promise<Outcome> {
    const loaded = await this.#loaded
    if (loaded.outcome !== 'ok') return this.kill().then(() => loaded)
    this.logTail = ''
    // Sending fails only if the process has exited; `exited` reports that.
    this.#child.send(invocation, () => {})
    return this.#outcome(invocation.timeoutMs)
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.exited
  }

  async #outcome(timeoutMs: number): Promise<Outcome> {
    const settled = new AbortController()
    const { signal } = settled
    const late: Outcome = { outcome: 'timeout', error: `Task timed out after ${timeoutMs / 1000} seconds` }
    const outcome = await Promise.race([
      once(this.#child, 'message', { signal }).then(([report]) => outcomeOf(report)),
      this.exited.then(() => failed('The process of the function ended')),
      delay(timeoutMs, late, { signal }),
    ])
    settled.abort()
    if (outcome === late) await this.kill()
    return outcome
  }
}

function outcomeOf(report: Report): Outcome {
  return 'error' in report ? failed(report.error) : { outcome: 'ok', response: report.response }
}
