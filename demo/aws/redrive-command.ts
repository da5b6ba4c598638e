/**
 * `npm run redrive`: tries everything again that ended in the stack's dead letters. Each message is deleted only after it was
 * handed over, so an interrupted run loses nothing and may repeat a message, which the functions expect.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AwsCli } from './aws-cli.ts'
import { commandOptions, UsageError } from './command-options.ts'
import { runCommand } from './run-command.ts'
import { listIn, readStack, type Stack, text } from './stack.ts'

const USAGE = 'Usage: npm run redrive -- --stack-name NAME [--region REGION] [--dry-run]'
const UNKNOWN: Stack = { status: 'CREATE_COMPLETE', outputs: {} }

await runCommand(async (argv) => {
  const { aws, stackName } = commandOptions(argv, USAGE)
  const stack = await readStack(aws, stackName, UNKNOWN)
  if (stack === null) throw new UsageError(`There is no stack ${stackName} in ${aws.region}.`)
  const { outputs } = stack
  const imageFunction = outputs.ImageFunction ?? 'IMAGE-FUNCTION'
  const queue = aws.isDryRun ? 'IMAGE-QUEUE' : outputs.ImageQueueUrl

  await redriveImages(aws, aws.isDryRun ? 'IMAGE-DEAD-LETTERS' : outputs.ImageDeadLettersUrl)
  await redrive(aws, outputs.DeliveryDeadLettersUrl, (body) =>
    queue === undefined
      ? invoke(aws, imageFunction, snsEvent(body))
      : aws.change(['sqs', 'send-message', '--queue-url', queue, '--message-body', body]),
  )
  await redrive(aws, outputs.InvocationDeadLettersUrl, (body) => invoke(aws, imageFunction, body))
  await redrive(aws, outputs.SweepDeadLettersUrl, (body) => invoke(aws, outputs.SweepFunction ?? '', body))
})

/** SQS itself moves the letters of a queue back to it. */
async function redriveImages(aws: AwsCli, url: string | undefined): Promise<void> {
  if (url === undefined) return
  const asked = ['sqs', 'get-queue-attributes', '--queue-url', url, '--attribute-names', 'QueueArn']
  const wanted = [...asked, 'ApproximateNumberOfMessages']
  const answer = await aws.read(wanted, { Attributes: { QueueArn: 'IMAGE-DEAD-LETTERS-ARN' } })
  const { Attributes: attributes } = Object(answer) as { Attributes?: unknown }
  const count = text(attributes, 'ApproximateNumberOfMessages')
  if (count === '0') return
  await aws.change(['sqs', 'start-message-move-task', '--source-arn', text(attributes, 'QueueArn')])
  aws.print(`${count || 'All'} failed uploads go back to the queue`)
}

/** SQS moves only letters that came from a queue: those of SNS, EventBridge and Lambda are handed over one by one. */
async function redrive(
  aws: AwsCli,
  url: string | undefined,
  deliver: (body: string) => Promise<unknown>,
): Promise<void> {
  if (url === undefined) return
  const receive = ['sqs', 'receive-message', '--queue-url', url, '--max-number-of-messages', '10']
  let count = 0
  for (;;) {
    const letters = listIn(await aws.read([...receive, '--visibility-timeout', '60'], null), 'Messages')
    if (letters.length === 0) break
    for (const letter of letters) {
      await deliver(text(letter, 'Body'))
      const handle = text(letter, 'ReceiptHandle')
      await aws.change(['sqs', 'delete-message', '--queue-url', url, '--receipt-handle', handle])
      count += 1
    }
  }
  if (count > 0) aws.print(`${count} messages of ${url.split('/').at(-1)} were delivered again`)
}

/** What SNS would have invoked the function with: the letter has only the notification. */
function snsEvent(notification: string): string {
  const Sns: unknown = JSON.parse(notification)
  return JSON.stringify({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns }] })
}

async function invoke(aws: AwsCli, name: string, event: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 's3-uploader-'))
  try {
    const [payload, response] = [join(folder, 'event.json'), join(folder, 'response.json')]
    await writeFile(payload, event)
    const call = ['lambda', 'invoke', '--function-name', name, '--invocation-type', 'Event']
    await aws.change([...call, '--payload', `fileb://${payload}`, response])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
