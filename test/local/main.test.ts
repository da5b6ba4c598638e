import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { expect, it, onTestFinished } from 'vitest'
import { LocalProcess } from '../conformance/local-process.ts'

async function start(settings: Record<string, string> = {}): Promise<LocalProcess> {
  const local = await LocalProcess.start(settings)
  onTestFinished(async () => {
    await local.stop()
  })
  return local
}

it('prints only export lines, with everything that an S3 client needs', async () => {
  const { environment } = await start()
  expect(Object.keys(environment).sort()).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_ENDPOINT_URL_S3',
    'AWS_ENDPOINT_URL_SNS',
    'AWS_REGION',
    'AWS_SECRET_ACCESS_KEY',
    'UPLOAD_BUCKET',
    'UPLOAD_TOPIC_ARN',
  ])
  const before = { ...process.env }
  onTestFinished(() => {
    process.env = before
  })
  Object.assign(process.env, environment)
  const { Buckets = [] } = await new S3Client({}).send(new ListBucketsCommand({}))
  expect(Buckets.map(({ Name }) => Name)).toEqual([environment.UPLOAD_BUCKET])
})

it('keeps the objects in its directory for the next start, and ends with Ctrl+C', async () => {
  const DIRECTORY = await mkdtemp(join(tmpdir(), 'local-main-'))
  onTestFinished(() => rm(DIRECTORY, { recursive: true, force: true }))
  const first = await start({ DIRECTORY })
  await first.target.s3.send(new CreateBucketCommand({ Bucket: 'mine' }))
  await first.target.s3.send(new PutObjectCommand({ Bucket: 'mine', Key: 'k', Body: 'meow' }))
  expect(await first.stop()).toBe(0)
  await expect(fetch(first.target.endpoint)).rejects.toThrow()

  const { target } = await start({ DIRECTORY })
  const { Body } = await target.s3.send(new GetObjectCommand({ Bucket: 'mine', Key: 'k' }))
  expect(await Body?.transformToString()).toBe('meow')
})

it.each([
  [{ PORT: 'http' }, 'PORT must be a number from 0 to 65535, got "http".\n'],
  [{ SNS_PORT: '65536' }, 'SNS_PORT must be a number from 0 to 65535, got "65536".\n'],
])('refuses %j in one sentence', async (settings, sentence) => {
  await expect(LocalProcess.start(settings)).rejects.toThrow(`npm run local said:\n${sentence}`)
})

it('goes on in the background where a shell evaluates it, until it is killed', async () => {
  const main = fileURLToPath(new URL('../../demo/local/main.ts', import.meta.url))
  const script = `eval "$("$0" --import tsx "$1")" && echo "$LOCAL_AWS_PID $AWS_ENDPOINT_URL_S3"`
  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script, process.execPath, main], {
    env: { ...process.env, PORT: '0' },
  })
  const [pid = '', endpoint = ''] = stdout.trim().split(' ')
  try {
    expect(stderr).toContain(`Stop with kill ${pid}`)
    expect((await fetch(endpoint)).status).toBe(403)
  } finally {
    process.kill(Number(pid))
  }
  await expect
    .poll(() =>
      fetch(endpoint).then(
        ({ status }) => status,
        () => 'ended',
      ),
    )
    .toBe('ended')
})
