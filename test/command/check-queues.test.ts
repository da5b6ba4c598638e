/** Dead letters of the embedded SQS, as the doctor counts them. */
import { SNSClient } from '@aws-sdk/client-sns'
import { expect, it, onTestFinished } from 'vitest'
import { checkQueues } from '../../demo/command/doctor/check-queues.ts'
import { SqsReader } from '../../demo/command/doctor/sqs-reader.ts'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../demo/local/index.ts'
import { sqsOf } from '../local/sqs-client.ts'

async function start(options: LocalAwsOptions): Promise<LocalAws> {
  const aws = await startLocalAws({ lambda: false, ...options })
  onTestFinished(() => aws.close())
  return aws
}

function check(aws: LocalAws, deadLetters: string[] = []) {
  const { region, topicArn, accessKeyId, secretAccessKey, snsEndpoint, sqsEndpoint } = aws
  const credentials = { accessKeyId, secretAccessKey }
  return checkQueues({
    sns: new SNSClient({ region, credentials, endpoint: snsEndpoint }),
    sqs: new SqsReader({ credentials: async () => credentials, endpoint: sqsEndpoint ?? undefined }),
    region,
    topicArn,
    deadLetters,
  })
}

it('counts those behind the topic and in named queues, with the command that tries them again', async () => {
  const aws = await start({ queue: { maxReceiveCount: 1, visibilityMs: 60_000 } })
  const sqs = sqsOf(aws)
  const QueueUrl = await sqs.urlOf('images')
  await sqs.call('SendMessage', { QueueUrl, MessageBody: '{}' })
  for (const VisibilityTimeout of [0, 0]) await sqs.call('ReceiveMessage', { QueueUrl, VisibilityTimeout })
  const arn = `${aws.queueArn}`.replace('images', 'image-dead-letters')
  expect(await check(aws, [QueueUrl, `${QueueUrl}-of-others`])).toMatchObject([
    { outcome: 'ok', detail: 'The queue images takes what SNS sends.' },
    { outcome: 'ok', detail: 'There are no dead letters in images.' },
    { outcome: 'failure', detail: 'There is no queue images-of-others.' },
    {
      outcome: 'failure',
      detail: 'Dead letters in image-dead-letters: 1.',
      change: expect.stringContaining(
        `aws sqs start-message-move-task --region us-east-1 --source-arn ${arn}`,
      ),
    },
  ])
})

it('names the other command for letters that SQS cannot move back', async () => {
  const aws = await start({ queue: { visibilityMs: 60_000 } })
  const sqs = sqsOf(aws)
  const QueueUrl = await sqs.urlOf('images')
  await sqs.call('SendMessage', { QueueUrl, MessageBody: '{}' })
  const [, finding] = await check(aws, [QueueUrl])
  expect(finding?.change).toContain('npm run redrive -- --stack-name NAME')
})

it('says that it knows of none where the topic delivers to no queue', async () => {
  expect(await check(await start({}))).toMatchObject([
    { outcome: 'skipped', detail: expect.stringContaining('--dead-letters') },
  ])
})
