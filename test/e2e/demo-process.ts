import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `npm run demo` in a process of its own. */
export class DemoProcess {
  readonly port: number
  readonly #child: ChildProcess
  #output = ''

  private constructor(port: number, environment: Record<string, string>) {
    this.port = port
    this.#child = spawn(process.execPath, ['--import', 'tsx', 'demo/start.ts'], {
      cwd: root,
      env: { PATH: process.env.PATH, PORT: String(port), ...environment },
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString()
      })
    }
  }

  /** Starts it without waiting. */
  static spawn(port: number, environment: Record<string, string> = {}): DemoProcess {
    return new DemoProcess(port, environment)
  }

  /** Starts it on a free port and waits until it prints its URL. */
  static async start(environment: Record<string, string> = {}): Promise<DemoProcess> {
    const demo = DemoProcess.spawn(await freePort(), environment)
    await demo.#printed(`Demo: ${demo.url}`)
    return demo
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  get output(): string {
    return this.#output
  }

  /** The exit code, once it has ended. */
  async exit(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, 'exit')
    return this.#child.exitCode
  }

  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM')
    return this.exit()
  }

  async #printed(text: string): Promise<void> {
    const deadline = Date.now() + 30_000
    while (!this.#output.includes(text)) {
      if (Date.now() > deadline || this.#child.exitCode !== null) {
        throw new Error(`The demo did not print "${text}" but:\n${this.#output}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}
