/** `npm run destroy` and `npm run redrive` with an AWS CLI that only notes what it is told; `deploy.test.ts` has `deploy`. */
import { describe, expect, it } from 'vitest'
import { runAwsCommand } from '../aws-commands.ts'

const common = ['--stack-name', 'photos', '--region', 'eu-central-1']
const account = { 'get-caller-identity': { Account: '123456789012' } }
const output = (OutputKey: string, OutputValue: string) => ({ OutputKey, OutputValue })
const stack = {
  Stacks: [
    {
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [
        output('PageBucket', 'page-1'),
        output('UploadBucket', 'uploads-1'),
        output('ImageFunction', 'images'),
        output('SweepFunction', 'sweep'),
        output('ImageQueueUrl', 'https://sqs/images'),
        output('ImageDeadLettersUrl', 'https://sqs/image-dead'),
        output('DeliveryDeadLettersUrl', 'https://sqs/delivery-dead'),
        output('InvocationDeadLettersUrl', 'https://sqs/invocation-dead'),
        output('SweepDeadLettersUrl', 'https://sqs/sweep-dead'),
      ],
    },
  ],
}
const changing = (calls: string[]) =>
  calls.filter((call) => !/^(sts|cloudformation describe|s3api (list|head)|sqs (get|receive))/.test(call))

describe('npm run destroy', () => {
  const answers = {
    ...account,
    'describe-stacks': stack,
    'list-multipart-uploads --bucket uploads-1': { Uploads: [{ Key: 'uploads/a', UploadId: 'u1' }] },
    'list-object-versions --bucket uploads-1': [
      {
        Versions: [{ Key: 'uploads/b', VersionId: 'v1' }],
        DeleteMarkers: [{ Key: 'uploads/b', VersionId: 'v2' }],
      },
    ],
  }

  it('does nothing without a terminal to ask on, and says what it would remove', async () => {
    const { code, out, err, calls } = await runAwsCommand('destroy', common, answers)
    expect([code, changing(calls)]).toEqual([1, []])
    expect(out).toContain('removes the stack photos and 2 objects and versions in uploads-1, for good')
    expect(err).toContain('--yes')
  })

  it('leaves a bucket that the stack did not make, and asks all the same', async () => {
    const [made] = stack.Stacks
    const Outputs = [output('PageBucket', 'page-1'), output('ExistingBucketName', 'acme-photos')]
    const own = { ...account, 'describe-stacks': { Stacks: [{ ...made, Outputs }] } }
    const asked = await runAwsCommand('destroy', common, own)
    expect([asked.code, changing(asked.calls)]).toEqual([1, []])
    const { code, out, calls } = await runAwsCommand('destroy', [...common, '--yes'], own)
    expect([code, changing(calls).some((call) => call.includes('acme-photos'))]).toEqual([0, false])
    expect(out).toContain('The uploads stay in acme-photos.')
  })

  it('empties buckets with versions, markers and unfinished uploads, the one for uploads after the stack', async () => {
    const { code, calls } = await runAwsCommand('destroy', [...common, '--yes'], answers)
    expect(code).toBe(0)
    expect(
      changing(calls).map((call) => call.replace(/file:\S+/, 'FILE').replace(/ --region.*/, '')),
    ).toEqual([
      's3api delete-bucket --bucket page-1',
      'cloudformation delete-stack --stack-name photos',
      'cloudformation wait stack-delete-complete --stack-name photos',
      's3api abort-multipart-upload --bucket uploads-1 --key uploads/a --upload-id u1',
      's3api delete-objects --bucket uploads-1 --delete FILE --output json',
      's3api delete-bucket --bucket uploads-1',
      's3api delete-bucket --bucket photos-code-123456789012-eu-central-1',
    ])
  })

  it('leaves the uploads on request, and is fine with what is gone already', async () => {
    const gone = 'An error occurred (NoSuchBucket) when calling the operation'
    const kept = await runAwsCommand('destroy', [...common, '--yes', '--keep-uploads'], {
      ...answers,
      'list-multipart-uploads --bucket page-1': gone,
    })
    expect([kept.code, kept.calls.some((call) => call.includes('--bucket uploads-1'))]).toEqual([0, false])
    expect(kept.out).toContain('The uploads stay in uploads-1.')
  })
})

describe('npm run destroy, where something is in the way', () => {
  const stop = { ...account, 'describe-stacks': stack }

  it('ends where an object may not be deleted, instead of trying for ever', async () => {
    const { code, err, calls } = await runAwsCommand('destroy', [...common, '--yes'], {
      ...stop,
      'list-object-versions --bucket page-1': { Versions: [{ Key: 'locked', VersionId: 'v1' }] },
      'delete-objects': { Errors: [{ Key: 'locked', VersionId: 'v1', Code: 'AccessDenied' }] },
    })
    expect([code, err]).toEqual([1, 'page-1: locked could not be deleted: AccessDenied\n'])
    expect(calls.some((call) => call.startsWith('cloudformation delete-stack'))).toBe(false)
  })

  it('names the uploads of a stack that is gone', async () => {
    const { code, out, calls } = await runAwsCommand('destroy', [...common, '--yes'], {
      ...account,
      'describe-stacks': 'Stack with id photos does not exist',
      'list-buckets': {
        Buckets: [{ Name: 'photos-uploads-0123456789ab' }, { Name: 'photos-uploads-of-others' }],
      },
    })
    expect(code).toBe(0)
    expect(out).toContain('aws s3 rb --force s3://photos-uploads-0123456789ab')
    expect(out).not.toContain('of-others')
    expect(changing(calls).some((call) => call.includes('photos-uploads'))).toBe(false)
  })
})

describe('npm run redrive', () => {
  it('moves failed uploads back to the queue and hands over all other letters', async () => {
    const letter = (Body: string) => ({ Messages: [{ Body, ReceiptHandle: `handle-${Body}` }] })
    const { code, calls } = await runAwsCommand('redrive', common, {
      'describe-stacks': stack,
      'get-queue-attributes': { Attributes: { QueueArn: 'arn:dead', ApproximateNumberOfMessages: '3' } },
      'receive-message --queue-url https://sqs/delivery-dead': [letter('announcement')],
      'receive-message --queue-url https://sqs/invocation-dead': [letter('event')],
      'receive-message --queue-url https://sqs/sweep-dead': [letter('{}')],
    })
    expect(code).toBe(0)
    const names = changing(calls).map((call) =>
      call.replace(/fileb:\S+ \S+/, 'EVENT').replace(/ --region.*/, ''),
    )
    const invoke = (name: string) =>
      `lambda invoke --function-name ${name} --invocation-type Event --payload EVENT`
    expect(names).toEqual([
      'sqs start-message-move-task --source-arn arn:dead',
      'sqs send-message --queue-url https://sqs/images --message-body announcement',
      'sqs delete-message --queue-url https://sqs/delivery-dead --receipt-handle handle-announcement',
      invoke('images'),
      'sqs delete-message --queue-url https://sqs/invocation-dead --receipt-handle handle-event',
      invoke('sweep'),
      'sqs delete-message --queue-url https://sqs/sweep-dead --receipt-handle handle-{}',
    ])
  })

  it('keeps a letter that could not be handed over', async () => {
    const { code, calls, err } = await runAwsCommand('redrive', common, {
      'describe-stacks': stack,
      'get-queue-attributes': { Attributes: { QueueArn: 'arn:dead', ApproximateNumberOfMessages: '0' } },
      'receive-message --queue-url https://sqs/delivery-dead': {
        Messages: [{ Body: 'a', ReceiptHandle: 'h' }],
      },
      'send-message': 'AccessDenied',
    })
    expect([code, err]).toEqual([1, 'aws sqs send-message: AccessDenied\n'])
    expect(calls.some((call) => call.startsWith('sqs delete-message'))).toBe(false)
  })
})
