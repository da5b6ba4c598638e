import { PublishCommand, SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns'
import type { ResultPublisher } from './result-event.ts'

/**
 * The only file that uses the SNS client. Attributes carry what filter policies need: `type`, `version`, `state`, and
 * `code` of a failure.
 */
export function createSnsResultPublisher(topicArn: string, options: SNSClientConfig = {}): ResultPublisher {
  const region = topicArn.split(':')[3]
  const client = new SNSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 2000, socketTimeout: 5000 },
    ...(region ? { region } : {}),
    ...options,
  })
  return {
    publish: async (event) => {
      const attributes: Record<string, string> = {
        type: event.type,
        state: event.state,
        ...(event.state === 'failed' && { code: event.code }),
      }
      const command = new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify(event),
        MessageAttributes: {
          version: { DataType: 'Number', StringValue: String(event.version) },
          ...Object.fromEntries(
            Object.entries(attributes).map(([name, StringValue]) => [
              name,
              { DataType: 'String', StringValue },
            ]),
          ),
        },
      })
      await client.send(command)
    },
  }
}
