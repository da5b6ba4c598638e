/**
 * The AWS CLI as a child process: every source of credentials that it knows works, and no SDK client is installed for a few
 * commands.
 */
import { spawn } from 'node:child_process'

/** The CLI is missing, or a command of it failed. */
export class AwsCliError extends Error {
  override readonly name = 'AwsCliError'
}

export interface AwsCliOptions {
  region: string
  /** Commands that change something are printed instead of run, and nothing is asked. */
  isDryRun: boolean
  print(line: string): void
}

export class AwsCli {
  readonly region: string
  readonly isDryRun: boolean
  readonly print: (line: string) => void

  constructor({ region, isDryRun, print }: AwsCliOptions) {
    this.region = region
    this.isDryRun = isDryRun
    this.print = print
  }

  /**
   * Asks AWS for something.
   *
   * @param unasked what a dry run takes instead
   * @returns the parsed JSON; `null` without output
   * @throws AwsCliError
   */
  async read(args: readonly string[], unasked: unknown): Promise<unknown> {
    if (this.isDryRun) return unasked
    const output = await this.#run([...args, '--output', 'json'])
    return output.trim() === '' ? null : JSON.parse(output)
  }

  /** Whether a command that asks for something succeeds. A dry run takes it as absent. */
  async exists(args: readonly string[]): Promise<boolean> {
    return this.read(args, null).then(
      () => !this.isDryRun,
      (error: unknown) => {
        if (error instanceof AwsCliError && /\(404\)|Not Found|does not exist|NoSuch/.test(error.message))
          return false
        throw error
      },
    )
  }

  /**
   * Changes something.
   *
   * @returns what the CLI printed; nothing in a dry run
   * @throws AwsCliError
   */
  async change(args: readonly string[]): Promise<string> {
    if (!this.isDryRun) return this.#run(args)
    this.print(`aws ${[...args, '--region', this.region].map(quoted).join(' ')}`)
    return ''
  }

  async #run(args: readonly string[]): Promise<string> {
    // Without a shell, which would take apart what has spaces: `aws.exe` of version 2 needs none.
    const child = spawn('aws', [...args, '--region', this.region], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve)
      child.once('error', (error: NodeJS.ErrnoException) => {
        const hint =
          'The AWS CLI is missing: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
        reject(new AwsCliError(error.code === 'ENOENT' ? hint : error.message))
      })
    })
    if (code !== 0)
      throw new AwsCliError(`aws ${args.slice(0, 2).join(' ')}: ${errors.trim() || `exit code ${code}`}`)
    return output
  }
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}
