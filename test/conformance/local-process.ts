import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTarget, type S3Target } from './s3-target.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `npm run local` in a process of its own, with the environment that it prints. */
export class LocalProcess {
  readonly target: S3Target
  /** Its output. */
  readonly environment: Readonly<Record<string, string>>
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, environment: Record<string, string>) {
    this.#child = child
    this.environment = environment
    this.target = createTarget({
      server: 'embedded',
      endpoint: environment.AWS_ENDPOINT_URL_S3 ?? '',
      region: environment.AWS_REGION ?? '',
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
      },
    })
  }

  static async start(settings: Record<string, string> = {}): Promise<LocalProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/local/main.ts'], {
      cwd: root,
      env: { PATH: process.env.PATH, PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [output, errors] = [child.stdout, child.stderr].map((stream) => {
      const read = { text: '' }
      stream.setEncoding('utf8').on('data', (text: string) => {
        read.text += text
      })
      return read
    })
    // Its message on standard error comes last.
    await Promise.race([once(child.stderr, 'data'), once(child, 'exit')])
    const lines = output?.text.trim().split('\n') ?? []
    const pairs = lines.map((line) => /^export (\w+)=(\S+)$/.exec(line)?.slice(1) ?? ['', line])
    if (child.exitCode !== null || pairs.some(([name]) => name === '')) {
      throw new Error(`npm run local said:\n${output?.text}${errors?.text}`)
    }
    return new LocalProcess(child, Object.fromEntries(pairs))
  }

  get bucket(): string {
    return this.environment.UPLOAD_BUCKET ?? ''
  }

  /** Resident memory in MiB, from Linux's `/proc`. */
  readonly memory = (): number => {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
  }

  /** Sends SIGINT, as Ctrl+C does. Resolves with the exit code. */
  async stop(): Promise<number | null> {
    this.target.s3.destroy()
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGINT')
      await once(this.#child, 'exit')
    }
    return this.#child.exitCode
  }
}
