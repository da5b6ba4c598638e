import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LocalAwsError, startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { startAws } from './aws-under-test.ts'
import { send, signForm } from './signed-form.ts'

async function takenPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('starting', () => {
  it('listens while the function loads, also one that never does', async () => {
    const aws = await startAws({ lambda: { module: new URL('./fixtures/endless.ts', import.meta.url) } })
    expect(aws.s3Endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('sets every environment variable that the SDK needs', async () => {
    const aws = await startAws()
    expect(aws.environment).toEqual({
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
      AWS_ENDPOINT_URL_S3: aws.s3Endpoint,
      AWS_ENDPOINT_URL_SNS: aws.snsEndpoint,
      UPLOAD_BUCKET: 'uploads',
      UPLOAD_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:upload-completed',
    })
    const before = { ...process.env }
    onTestFinished(() => {
      process.env = before
    })
    Object.assign(process.env, aws.environment)
    await expect(new S3Client({}).send(new HeadBucketCommand({ Bucket: 'uploads' }))).resolves.toBeTruthy()
  })

  it.each(['s3Port', 'snsPort'] as const)('says which port is in use: %s', async (option) => {
    const port = await takenPort()
    const failed = await startLocalAws({ [option]: port, lambda: false }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(LocalAwsError)
    expect(failed).toMatchObject({ code: 'port-in-use', port })
  })

  it('removes its own folder when it closes, and keeps a given one', async () => {
    const given = await startAws()
    await given.close()
    expect(existsSync(given.directory)).toBe(true)
    await given.close()
  })
})

describe('the trace', () => {
  it('has an entry for the start and the end of every request', async () => {
    const trace: TraceEntry[] = []
    const aws = await startAws({ onTrace: (entry) => trace.push(entry) })
    const form = await signForm(aws)
    await send(form, 'meow')
    await send(form, Buffer.alloc(1000))
    await expect.poll(() => trace.length).toBe(4)
    const [start, end, , refused] = trace
    expect(start).toMatchObject({
      phase: 'start',
      service: 's3',
      operation: 'PostObject',
      bucket: 'uploads',
      key: null,
    })
    expect(end).toMatchObject({
      phase: 'end',
      id: start?.id,
      key: 'photos/cat.png',
      status: 204,
      startedAt: start?.startedAt,
    })
    expect(refused).toMatchObject({ phase: 'end', status: 400, errorCode: 'EntityTooLarge' })
    const { requestBytes, responseBytes } = Object(end)
    expect(requestBytes).toBeGreaterThan(1000)
    expect(responseBytes).toBe(0)
    expect(Object(refused).responseBytes).toBeGreaterThan(100)
    expect(JSON.stringify(trace)).not.toMatch(/signature|policy/i)
  })
})
