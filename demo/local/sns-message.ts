/** One published message, and the envelope in which SNS hands it to a Lambda function. */
export interface SnsMessage {
  messageId: string
  topicArn: string
  subject: string | null
  message: string
  /** ISO 8601. */
  timestamp: string
  attributes: Record<string, SnsAttribute>
}

export interface SnsAttribute {
  /** `String`, `Number`, `Binary` (Base64), `String.Array`, or one of them with `.anything` behind it. */
  type: string
  value: string
}

/** A copy of a message that no attempt could deliver. */
export interface DeadLetter {
  messageId: string
  topicArn: string
  subject: string | null
  message: string
  attempts: number
  /** What the last attempt failed with. */
  error: string
  /** Epoch ms. */
  failedAt: number
}

/** The event as a Lambda function gets it: `EventSource` with a capital, `SigningCertUrl` not in capitals. */
export function snsLambdaEvent(message: SnsMessage) {
  const { topicArn, messageId, subject, timestamp, attributes } = message
  const entries = Object.entries(attributes)
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${topicArn}:00000000-0000-4000-8000-000000000000`,
        Sns: {
          Type: 'Notification',
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject,
          Message: message.message,
          Timestamp: timestamp,
          SignatureVersion: '1',
          // Nobody outside Amazon can sign for it; a function has no use for the signature of its own invoker.
          Signature: 'RVhBTVBMRQ==',
          SigningCertUrl:
            'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000000000.pem',
          UnsubscribeUrl: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}`,
          MessageAttributes: Object.fromEntries(
            entries.map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
          ),
        },
      },
    ],
  }
}

export type SnsLambdaEvent = ReturnType<typeof snsLambdaEvent>
