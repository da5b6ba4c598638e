/** What AWS says about a stack. */
import type { AwsCli } from './aws-cli.ts'
import { AwsCliError } from './aws-cli.ts'

export interface Stack {
  /** `CREATE_COMPLETE`, `ROLLBACK_COMPLETE`, … */
  status: string
  outputs: Readonly<Record<string, string>>
}

/** @returns `null` if there is none of this name */
export async function readStack(
  aws: AwsCli,
  stackName: string,
  unasked: Stack | null,
): Promise<Stack | null> {
  if (aws.isDryRun) return unasked
  try {
    const answer = await aws.read(['cloudformation', 'describe-stacks', '--stack-name', stackName], null)
    const [stack] = listIn(answer, 'Stacks')
    if (stack === undefined) return null
    const outputs = listIn(stack, 'Outputs').map((output) => [
      text(output, 'OutputKey'),
      text(output, 'OutputValue'),
    ])
    return { status: text(stack, 'StackStatus'), outputs: Object.fromEntries(outputs) }
  } catch (error) {
    if (error instanceof AwsCliError && error.message.includes('does not exist')) return null
    throw error
  }
}

/** The list under `name` in an answer of the AWS CLI; empty if there is none. */
export function listIn(answer: unknown, name: string): Record<string, unknown>[] {
  const list: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : []
}

/** The text under `name`; empty if there is none. */
export function text(answer: unknown, name: string): string {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined
  return typeof value === 'string' ? value : ''
}

/** Of the functions' zips. */
export function codeBucketName(stackName: string, account: string, region: string): string {
  return `${stackName}-code-${account}-${region}`
}
