/** Which notification configurations are taken: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html */
import {
  type Event,
  type FilterRule,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { statusOf, statusOfCall } from '../observe.ts'
import { signedRequest } from '../signed-request.ts'

const NOWHERE = 'arn:aws:sqs:us-east-1:123456789012:no-such-queue'

async function configured({ s3 }: CaseContext, Bucket: string): Promise<string> {
  const { $metadata, ...rules } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
  const names = Object.entries(rules).filter(([, value]) => value !== undefined)
  return names.map(([name]) => name).join(' ') || 'none'
}

/** To a queue that does not exist. */
const refusals: [name: string, events: string[], rules: FilterRule[]][] = [
  ['a queue that does not exist', ['s3:ObjectCreated:*'], []],
  ['an event that does not exist', ['s3:ObjectCreated:Never'], []],
  [
    'a filter that is neither prefix nor suffix',
    ['s3:ObjectCreated:*'],
    [{ Name: 'middle' as 'prefix', Value: 'a' }],
  ],
]

export const notificationCases: ConformanceCase[] = [
  {
    name: 'Notifications: none at first',
    aws: 'none',
    run: async (context) => configured(context, await context.createBucket()),
  },
  {
    name: 'Notifications: an empty configuration',
    aws: '200, none',
    run: async (context) => {
      const Bucket = await context.createBucket()
      const command = new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })
      return `${await statusOfCall(context.s3.send(command))}, ${await configured(context, Bucket)}`
    },
  },
  {
    name: 'Notifications: to EventBridge',
    aws: '200, EventBridgeConfiguration',
    run: async (context) => {
      const Bucket = await context.createBucket()
      const NotificationConfiguration = { EventBridgeConfiguration: {} }
      const command = new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration })
      return `${await statusOfCall(context.s3.send(command))}, ${await configured(context, Bucket)}`
    },
  },
  ...refusals.map(
    ([name, events, FilterRules]): ConformanceCase => ({
      name: `Notifications: ${name}`,
      aws: '400 InvalidArgument, none',
      run: async (context) => {
        const Bucket = await context.createBucket()
        const rule = { QueueArn: NOWHERE, Events: events as Event[], Filter: { Key: { FilterRules } } }
        const NotificationConfiguration = { QueueConfigurations: [rule] }
        const command = new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration })
        return `${await statusOfCall(context.s3.send(command))}, ${await configured(context, Bucket)}`
      },
    }),
  ),
  {
    name: 'Notifications: no XML',
    aws: '400 MalformedXML',
    run: async (context) => {
      const path = `/${await context.createBucket()}?notification=`
      return statusOf(await signedRequest(context, 'PUT', path, { body: 'no XML' }))
    },
  },
]
