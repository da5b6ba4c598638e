import type { AwsCli } from './aws-cli.ts'
import { listIn, text } from './stack.ts'

const PAUSE_MS = 5_000

/**
 * Prints what CloudFormation does while `work` runs, one line for each finished or failed resource.
 *
 * @throws what `work` throws
 */
export async function withProgress(aws: AwsCli, stackName: string, work: Promise<unknown>): Promise<void> {
  if (aws.isDryRun) {
    await work
    return
  }
  const startedAt = new Date().toISOString()
  const seen = new Set<string>()
  let isRunning = true
  const done = work.finally(() => {
    isRunning = false
  })
  done.catch(() => {})
  while (isRunning) {
    await Promise.race([done.catch(() => {}), new Promise((resolve) => setTimeout(resolve, PAUSE_MS))])
    for (const line of await newEvents(aws, stackName, startedAt, seen)) aws.print(line)
  }
  await done
}

async function newEvents(
  aws: AwsCli,
  stackName: string,
  startedAt: string,
  seen: Set<string>,
): Promise<string[]> {
  const args = ['cloudformation', 'describe-stack-events', '--stack-name', stackName, '--max-items', '100']
  // While the stack does not exist yet, or does not any more, there are none.
  const answer = await aws.read(args, null).catch(() => null)
  const lines: string[] = []
  for (const event of listIn(answer, 'StackEvents').reverse()) {
    const [id, at, status] = [text(event, 'EventId'), text(event, 'Timestamp'), text(event, 'ResourceStatus')]
    if (seen.has(id) || at < startedAt.slice(0, 19)) continue
    seen.add(id)
    const reason = status.includes('FAILED') ? `: ${text(event, 'ResourceStatusReason')}` : ''
    if (/COMPLETE|FAILED/.test(status)) {
      lines.push(`  ${at.slice(11, 19)} ${status.padEnd(24)} ${text(event, 'LogicalResourceId')}${reason}`)
    }
  }
  return lines
}
