/** The queues that the topic delivers to, and their dead letters: what SNS and Lambda need of them. */
import type { SNSClient } from '@aws-sdk/client-sns'
import { awsErrorOf } from './aws-fault.ts'
import { type Finding, failure, ok, skipped, warning } from './finding.ts'
import type { SqsReader } from './sqs-reader.ts'
import { isConfirmed, subscriptionsOf } from './subscriptions.ts'

const QUEUE = { check: 'queue', role: 'function' } as const
const DEAD_LETTERS = { check: 'dead-letters', role: 'function' } as const
const STAYS = 'Rows stay at “Processing”, and no image comes.'
/** The image function's timeout in the template, in seconds. AWS recommends six times of it. */
const SHORTEST_VISIBILITY = 60

export interface QueuesAccess {
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

export async function checkQueues(access: QueuesAccess): Promise<Finding[]> {
  const findings: Finding[] = []
  const known = new Map<string, DeadLetters>(
    access.deadLetters.map((url) => [url, { url, region: regionOf(url) ?? access.region }]),
  )
  const arns = await queuesOf(access)
  for (const arn of arns ?? []) {
    try {
      const region = arn.split(':')[3] ?? ''
      const attributes = await access.sqs.attributesOf(region, await access.sqs.urlOf(arn))
      findings.push(...queueFindings(arn, access.topicArn, attributes))
      const { RedrivePolicy: policy } = attributes
      if (policy === undefined) continue
      const { deadLetterTargetArn: target }: { deadLetterTargetArn?: string } = JSON.parse(policy)
      const url = await access.sqs.urlOf(target ?? '')
      known.set(url, { url, region })
    } catch (error) {
      findings.push(unreadable(nameOf(arn), error))
    }
  }
  for (const each of known.values()) findings.push(await checkDeadLetters(access.sqs, each))
  if (findings.length > 0) return findings
  const why =
    arns === null ? 'It is not known to which queues the topic delivers' : 'The topic delivers to no queue'
  return [skipped(DEAD_LETTERS, `${why}: name dead letters by --dead-letters.`)]
}

/** ARNs; null where the subscriptions cannot be listed, which is a finding of its own. */
async function queuesOf({ sns, topicArn }: QueuesAccess): Promise<string[] | null> {
  const subscriptions = await subscriptionsOf(sns, topicArn).catch(() => null)
  if (subscriptions === null) return null
  return subscriptions
    .filter(isConfirmed)
    .flatMap(({ Protocol, Endpoint }) => (Protocol === 'sqs' && Endpoint !== undefined ? [Endpoint] : []))
}

function queueFindings(
  arn: string,
  topicArn: string,
  {
    Policy: policy,
    RedrivePolicy: redrive,
    VisibilityTimeout: visibility,
    KmsMasterKeyId: key,
  }: Readonly<Record<string, string>>,
): Finding[] {
  const name = nameOf(arn)
  const findings: Finding[] = []
  if (!allowsSns(policy)) {
    findings.push(
      failure(QUEUE, `The queue ${name} does not let SNS send.`, {
        visitor: STAYS,
        change: 'Set this policy on the queue.',
        document: queuePolicy(arn, topicArn),
      }),
    )
  }
  if (key === 'alias/aws/sqs') {
    findings.push(
      failure(QUEUE, `The queue ${name} is encrypted with the key of AWS, which SNS may not use.`, {
        visitor: STAYS,
        change: 'Use SQS’s own encryption, as here, or a KMS key whose policy allows sns.amazonaws.com.',
        document: { KmsMasterKeyId: '', SqsManagedSseEnabled: 'true' },
      }),
    )
  }
  if (Number(visibility) < SHORTEST_VISIBILITY) {
    findings.push(
      warning(QUEUE, `The queue ${name} shows a message again after ${visibility} s.`, {
        visitor: 'Nothing at first. Images that take longer are made several times and then count as failed.',
        change: 'Set the visibility timeout to six times the function’s timeout, here of 60 s.',
        document: { VisibilityTimeout: '360' },
      }),
    )
  }
  if (findings.length === 0) findings.push(ok(QUEUE, `The queue ${name} takes what SNS sends.`))
  if (redrive === undefined) {
    findings.push(
      warning(DEAD_LETTERS, `The queue ${name} has no dead letters.`, {
        visitor:
          'Nothing at first. An image that always fails is tried for days, and is then lost without a trace.',
        change: 'Make a second queue, and set this RedrivePolicy on the first.',
        document: { deadLetterTargetArn: `${arn}-dead-letters`, maxReceiveCount: 5 },
      }),
    )
  }
  return findings
}

/** Whether a statement is for SNS. Its conditions are not evaluated. */
function allowsSns(policy: string | undefined): boolean {
  if (policy === undefined || policy === '') return false
  const { Statement: statements = [] } = JSON.parse(policy)
  return [statements].flat().some((statement: unknown) => {
    const { Effect, Principal, Action } = Object(statement)
    const actions = [Action].flat().map((action) => String(action).toLowerCase())
    const principals = typeof Principal === 'string' ? [Principal] : Object.values(Object(Principal)).flat()
    return (
      Effect === 'Allow' &&
      principals.some((each) => each === '*' || each === 'sns.amazonaws.com') &&
      actions.some((action) => ['*', 'sqs:*', 'sqs:sendmessage', 'sqs:send*'].includes(action))
    )
  })
}

function queuePolicy(Resource: string, topicArn: string): object {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource,
    Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
  }
  return { Version: '2012-10-17', Statement: [statement] }
}

async function checkDeadLetters(sqs: SqsReader, { url, region }: DeadLetters): Promise<Finding> {
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
  const { code } = awsErrorOf(error)
  if (/NonExistentQueue|QueueDoesNotExist/.test(code)) {
    return failure(DEAD_LETTERS, `There is no queue ${name}.`, {
      visitor: 'What fails is lost without a trace.',
      change: 'Make the queue, or correct the subscription, the RedrivePolicy or --dead-letters.',
    })
  }
  const needed = 'sqs:GetQueueUrl, sqs:GetQueueAttributes and sqs:ListDeadLetterSourceQueues'
  return skipped(DEAD_LETTERS, `The queue ${name} cannot be read (${code}): that takes ${needed}.`)
}

function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? arn
}

/** `https://sqs.eu-west-1.amazonaws.com/123456789012/name` */
function regionOf(url: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(url)?.[1]
}
