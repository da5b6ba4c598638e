import { ListSubscriptionsByTopicCommand, type SNSClient, type Subscription } from '@aws-sdk/client-sns'

/** All subscriptions of the topic, in pages of 100. */
export async function subscriptionsOf(sns: SNSClient, topicArn: string): Promise<Subscription[]> {
  const all: Subscription[] = []
  let NextToken: string | undefined
  do {
    const page = await sns.send(
      new ListSubscriptionsByTopicCommand({
        TopicArn: topicArn,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    )
    all.push(...(page.Subscriptions ?? []))
    NextToken = page.NextToken || undefined
  } while (NextToken !== undefined)
  return all
}

export function isConfirmed({ SubscriptionArn }: Subscription): boolean {
  return SubscriptionArn?.startsWith('arn:') === true
}

/** Without the query of a URL, which may have a token. */
export function nameOf({ Protocol, Endpoint = '' }: Subscription): string {
  return `${Protocol} ${Endpoint.split('?', 1)[0]}`
}
