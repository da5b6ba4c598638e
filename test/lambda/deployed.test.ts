import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalAws, startLocalAws } from '../../demo/local/index.ts'
import { createS3ObjectStore } from '../../lambda/s3-object-store.ts'
import { quarters } from './support/images.ts'

describe('the deployed function', () => {
  let aws: LocalAws
  beforeAll(async () => {
    aws = await startLocalAws({ lambda: { env: { VARIANTS: 'tiny=20x20,cover' } } })
  })
  afterAll(() => aws.close())

  it('reads its environment and processes a message with bucket and key alone', async () => {
    const { region, accessKeyId, secretAccessKey, bucket } = aws
    const access = { region, credentials: { accessKeyId, secretAccessKey } }
    const s3 = new S3Client({ ...access, endpoint: aws.s3Endpoint, forcePathStyle: true })
    const sns = new SNSClient({ ...access, endpoint: aws.snsEndpoint })
    const Body = await quarters(60, 40).png().toBuffer()
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: 'incoming/one', Body, ContentType: 'image/png' }),
    )
    await sns.send(
      new PublishCommand({
        TopicArn: aws.topicArn,
        Message: JSON.stringify({ bucket, key: 'incoming/one' }),
      }),
    )
    await aws.idle()
    expect(aws.deadLetters()).toEqual([])
    const store = createS3ObjectStore({ ...access, endpoint: aws.s3Endpoint })
    const manifest = await store.open({ bucket, key: 'derived/incoming/one/manifest.json' })
    expect(JSON.parse(String(await manifest.read()))).toMatchObject({
      state: 'ready',
      variants: [{ name: 'tiny', width: 20, height: 20 }],
    })
    s3.destroy()
    sns.destroy()
  })
})

describe('a function that ran out of time', () => {
  it('ends its process, and the next delivery succeeds in another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slow-'))
    const journal = join(folder, 'journal')
    const module = new URL('support/slow-first-handler.ts', import.meta.url)
    const aws = await startLocalAws({
      lambda: { module, timeoutMs: 3000, env: { JOURNAL: journal, VARIANTS: 'tiny=20x20,cover' } },
    })
    const { region, accessKeyId, secretAccessKey, bucket } = aws
    const access = { region, credentials: { accessKeyId, secretAccessKey } }
    const store = createS3ObjectStore({ ...access, endpoint: aws.s3Endpoint })
    const sns = new SNSClient({ ...access, endpoint: aws.snsEndpoint })
    const body = await quarters(60, 40).png().toBuffer()
    await store.put({ bucket, key: 'incoming/one', body, contentType: 'image/png' })
    const Message = JSON.stringify({ bucket, key: 'incoming/one' })
    await sns.send(new PublishCommand({ TopicArn: aws.topicArn, Message }))
    await aws.idle()
    expect(aws.deadLetters()).toEqual([])
    const manifest = await store.open({ bucket, key: 'derived/incoming/one/manifest.json' })
    expect(JSON.parse(String(await manifest.read())).state).toBe('ready')
    const [first, second, ...more] = (await readFile(journal, 'utf8')).trim().split('\n')
    expect([first === second, more]).toEqual([false, []])
    sns.destroy()
    await aws.close()
    await rm(folder, { recursive: true })
  })
})
