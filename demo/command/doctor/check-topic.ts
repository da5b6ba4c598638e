import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  type SNSClient,
} from '@aws-sdk/client-sns'
import { type Finding, failure, ok, skipped, warning } from './finding.ts'

const TOPIC = { check: 'topic', role: 'api' } as const
const SUBSCRIPTION = { check: 'subscription', role: 'function' } as const

/** Who may be asked by a role that only publishes. */
const UNTOLD = new Set([
  'AuthorizationError',
  'AuthorizationErrorException',
  'InvalidAction',
  'NotImplemented',
])

/** Whether the topic exists, and something listens to it. */
export async function checkTopic(sns: SNSClient, topicArn: string): Promise<Finding[]> {
  try {
    await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error)
    if (UNTOLD.has(name))
      return [
        skipped(TOPIC, 'The topic may not be read with these credentials; the upload below publishes to it.'),
      ]
    return [
      failure(TOPIC, `The topic ${topicArn} does not answer: ${name}.`, {
        visitor: 'Files are stored and then fail: “Uploads are not set up correctly here.”',
        change: 'Check UPLOAD_TOPIC_ARN: its region, account and name.',
      }),
    ]
  }
  return [ok(TOPIC, 'The topic answers.'), await checkSubscriptions(sns, topicArn)]
}

async function checkSubscriptions(sns: SNSClient, topicArn: string): Promise<Finding> {
  try {
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))
    const confirmed = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'))
    const names = confirmed.map(({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`)
    if (names.length > 0) return ok(SUBSCRIPTION, `The topic delivers to ${names.join(', ')}.`)
    return warning(SUBSCRIPTION, 'Nothing is subscribed to the topic.', {
      visitor: 'Rows stay at “Processing”, and no image comes.',
      change:
        'Subscribe the image function or its queue, and allow SNS to invoke it (lambda:InvokeFunction).',
    })
  } catch (error) {
    return skipped(
      SUBSCRIPTION,
      `The topic’s subscriptions cannot be listed (${error instanceof Error ? error.name : error}).`,
    )
  }
}
