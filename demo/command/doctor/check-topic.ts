import type { Subscription } from '@aws-sdk/client-sns'
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  type SNSClient,
} from '@aws-sdk/client-sns'
import { isAccepted, type SubscriptionFilter } from '../../local/filter-policy.ts'
import { awsErrorOf, awsFault } from './aws-fault.ts'
import { type Finding, failure, ok, skipped, warning } from './finding.ts'
import { isConfirmed, nameOf, subscriptionsOf } from './subscriptions.ts'

const TOPIC = { check: 'topic', role: 'api' } as const
const SUBSCRIPTION = { check: 'subscription', role: 'function' } as const

/** Who may be asked by a role that only publishes. */
const UNTOLD = new Set([
  'AuthorizationError',
  'AuthorizationErrorException',
  'InvalidAction',
  'NotImplemented',
])
/** Protocols that reach what can process a file. */
const PROCESSORS = new Set(['lambda', 'sqs', 'http', 'https', 'firehose'])
const STAYS = 'Rows stay at “Processing”, and no image comes.'

/** Whether the topic exists, and something listens to it. */
export async function checkTopic(sns: SNSClient, topicArn: string, region: string): Promise<Finding[]> {
  try {
    await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))
  } catch (error) {
    const { code, message } = awsErrorOf(error)
    if (UNTOLD.has(code))
      return [
        skipped(TOPIC, 'The topic may not be read with these credentials; the upload below publishes to it.'),
      ]
    return [topicFailure(topicArn, region, code, message)]
  }
  return [ok(TOPIC, 'The topic answers.'), ...(await checkSubscriptions(sns, topicArn))]
}

function topicFailure(topicArn: string, region: string, code: string, message: string): Finding {
  const visitor = 'Files are stored and then fail: “Uploads are not set up correctly here.”'
  const fault = awsFault(code, message)
  if (fault !== undefined)
    return failure(TOPIC, `The topic: ${fault.detail} (${code})`, { visitor, change: fault.change })
  const own = topicArn.split(':')[3] ?? ''
  if (own !== region) {
    return failure(
      TOPIC,
      `The topic ${topicArn} does not answer: ${code}. It is in ${own}, the bucket in ${region}.`,
      {
        visitor,
        change:
          'Name a topic of the region AWS_REGION. One of another region needs a client of its own (snsClient).',
      },
    )
  }
  return failure(TOPIC, `The topic ${topicArn} does not answer: ${code}.`, {
    visitor,
    change: 'Check UPLOAD_TOPIC_ARN: its region, account and name.',
  })
}

async function checkSubscriptions(sns: SNSClient, topicArn: string): Promise<Finding[]> {
  let all: Subscription[]
  try {
    all = await subscriptionsOf(sns, topicArn)
  } catch (error) {
    return [skipped(SUBSCRIPTION, `The topic’s subscriptions cannot be listed (${awsErrorOf(error).code}).`)]
  }
  const findings = all
    .filter((each) => !isConfirmed(each))
    .map((each) =>
      warning(SUBSCRIPTION, `The subscription of ${nameOf(each)} waits for its confirmation.`, {
        visitor: STAYS,
        change:
          'Its owner must open the SubscribeURL of the message that SNS sent, within two days; or subscribe again.',
      }),
    )
  const confirmed = all.filter(isConfirmed)
  if (!confirmed.some(({ Protocol = '' }) => PROCESSORS.has(Protocol))) {
    const [detail, change] =
      confirmed.length === 0
        ? ['Nothing is subscribed to the topic.', 'Subscribe']
        : [`The topic delivers only to ${confirmed.map(nameOf).join(', ')}.`, 'Also subscribe']
    return [
      ...findings,
      warning(SUBSCRIPTION, detail, {
        visitor: STAYS,
        change: `${change} the image function or its queue, and allow SNS to invoke it (lambda:InvokeFunction).`,
      }),
    ]
  }
  const names = confirmed.map(nameOf).join(', ')
  findings.push(ok(SUBSCRIPTION, `The topic delivers to ${names}.`))
  for (const each of confirmed) findings.push(...(await checkFilter(sns, each)))
  return findings
}

/** What an API says of a PNG. */
const EXAMPLE = { type: 'upload.completed', version: '1', route: 'default', contentType: 'image/png' }

async function checkFilter(sns: SNSClient, subscription: Subscription): Promise<Finding[]> {
  const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription.SubscriptionArn })
  const { Attributes = {} } = await sns
    .send(command)
    .catch(() => ({ Attributes: {} as Record<string, string> }))
  const { FilterPolicy: text, FilterPolicyScope: scope } = Attributes
  if (text === undefined || !PROCESSORS.has(subscription.Protocol ?? '')) return []
  const message = {
    Message: JSON.stringify({ ...EXAMPLE, version: 1 }),
    MessageAttributes: Object.fromEntries(
      Object.entries(EXAMPLE).map(([name, Value]) => [name, { Type: 'String', Value }]),
    ),
  }
  const detail = `The filter policy of ${nameOf(subscription)} drops a PNG of the route ${EXAMPLE.route}`
  const fault = {
    visitor: STAYS,
    change:
      'If images are this subscriber’s work: remove the policy, or set one that accepts them. SNS takes up to 15 minutes to follow.',
    document: { contentType: [{ prefix: 'image/' }] },
  }
  try {
    const filter: SubscriptionFilter = {
      policy: Object(JSON.parse(text)),
      scope: scope === 'MessageBody' ? scope : 'MessageAttributes',
    }
    return isAccepted(filter, message) ? [] : [warning(SUBSCRIPTION, `${detail}: ${text}`, fault)]
  } catch {
    return []
  }
}
