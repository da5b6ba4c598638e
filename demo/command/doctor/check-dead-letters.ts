/** Whether what failed waits in the dead letters: of the queues that the topic delivers to, and of those that are named. */
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns'
import { type Finding, failure, ok, skipped, warning } from './finding.ts'
import type { SqsReader } from './sqs-reader.ts'

const DEAD_LETTERS = { check: 'dead-letters', role: 'function' } as const

export interface DeadLettersAccess {
  readonly sns: SNSClient
  readonly sqs: SqsReader
  readonly topicArn: string
  /** URLs of queues. */
  readonly deadLetters: readonly string[]
  readonly region: string
}

interface DeadLetters {
  url: string
  region: string
}

export async function checkDeadLetters(access: DeadLettersAccess): Promise<Finding[]> {
  const findings: Finding[] = []
  const known = new Map<string, DeadLetters>(
    access.deadLetters.map((url) => [url, { url, region: regionOf(url) ?? access.region }]),
  )
  for (const arn of await queuesOf(access)) {
    const found = await deadLettersOf(access.sqs, arn)
    if ('outcome' in found) findings.push(found)
    else known.set(found.url, found)
  }
  for (const each of known.values()) findings.push(await checkQueue(access.sqs, each))
  if (findings.length > 0) return findings
  return [skipped(DEAD_LETTERS, 'The topic delivers to no queue: name other dead letters by --dead-letters.')]
}

/** ARNs. None where the subscriptions may not be listed, which is a finding of its own. */
async function queuesOf({ sns, topicArn }: DeadLettersAccess): Promise<string[]> {
  const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn })
  const { Subscriptions = [] } = await sns.send(command).catch(() => ({ Subscriptions: [] }))
  return Subscriptions.flatMap(({ Protocol, Endpoint }) =>
    Protocol === 'sqs' && Endpoint !== undefined ? [Endpoint] : [],
  )
}

async function deadLettersOf(sqs: SqsReader, queue: string): Promise<DeadLetters | Finding> {
  const name = nameOf(queue)
  const region = queue.split(':')[3] ?? ''
  try {
    const { RedrivePolicy: policy } = await sqs.attributesOf(region, await sqs.urlOf(queue))
    if (policy === undefined) return withoutDeadLetters(name, queue)
    const { deadLetterTargetArn: arn }: { deadLetterTargetArn?: string } = JSON.parse(policy)
    return { url: await sqs.urlOf(arn ?? ''), region }
  } catch (error) {
    return unreadable(name, error)
  }
}

function withoutDeadLetters(name: string, queue: string): Finding {
  return warning(DEAD_LETTERS, `The queue ${name} has no dead letters.`, {
    visitor:
      'Nothing at first. An image that always fails is tried for days, and is then lost without a trace.',
    change: 'Make a second queue, and set this RedrivePolicy on the first.',
    document: { deadLetterTargetArn: `${queue}-dead-letters`, maxReceiveCount: 5 },
  })
}

async function checkQueue(sqs: SqsReader, { url, region }: DeadLetters): Promise<Finding> {
  const name = url.split('/').at(-1) ?? url
  try {
    const attributes = await sqs.attributesOf(region, url)
    const [visible, hidden] = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'].map(
      (attribute) => Number(attributes[attribute] ?? 0),
    )
    const count = (visible ?? 0) + (hidden ?? 0)
    if (count === 0) return ok(DEAD_LETTERS, `There are no dead letters in ${name}.`)
    const again = (await sqs.hasSource(region, url))
      ? `aws sqs start-message-move-task --region ${region} --source-arn ${attributes.QueueArn}`
      : 'npm run redrive -- --stack-name NAME (SQS cannot move letters of SNS or Lambda back)'
    return failure(DEAD_LETTERS, `Dead letters in ${name}: ${count}.`, {
      visitor: 'Rows of these files stay at “Processing”, and no image comes.',
      change: `Read in the function’s log why they failed, then try them again: ${again}`,
    })
  } catch (error) {
    return unreadable(name, error)
  }
}

function unreadable(name: string, error: unknown): Finding {
  const why = error instanceof Error ? error.name : String(error)
  if (/NonExistentQueue|QueueDoesNotExist/.test(why)) {
    return failure(DEAD_LETTERS, `There is no queue ${name}.`, {
      visitor: 'What fails is lost without a trace.',
      change: 'Make the queue, or correct the RedrivePolicy or --dead-letters.',
    })
  }
  const needed = 'sqs:GetQueueUrl, sqs:GetQueueAttributes and sqs:ListDeadLetterSourceQueues'
  return skipped(DEAD_LETTERS, `The queue ${name} cannot be read (${why}): that takes ${needed}.`)
}

function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? arn
}

/** `https://sqs.eu-west-1.amazonaws.com/123456789012/name` */
function regionOf(url: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(url)?.[1]
}
