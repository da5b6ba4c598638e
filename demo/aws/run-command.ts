import { AwsCliError } from './aws-cli.ts'
import { UsageError } from './command-options.ts'

/** Runs a command to its end. Expected errors are told in their own words, without a stack. */
export async function runCommand(command: (argv: readonly string[]) => Promise<void>): Promise<void> {
  try {
    await command(process.argv.slice(2))
  } catch (error) {
    const isExpected = error instanceof AwsCliError || error instanceof UsageError
    process.stderr.write(
      `${isExpected || !(error instanceof Error) ? String(Object(error).message ?? error) : error.stack}\n`,
    )
    process.exitCode = 1
  }
}
