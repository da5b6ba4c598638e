/** `s3-uploader doctor` against the embedded S3, SNS and Lambda, whole and with one thing wrong at a time. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { getRequestListener } from '@hono/node-server'
import { describe, expect, it } from 'vitest'
import { type DoctorOptions, readDoctorOptions } from '../../demo/command/doctor/doctor-options.ts'
import { examine } from '../../demo/command/doctor/examine.ts'
import type { Finding } from '../../demo/command/doctor/finding.ts'
import { printedFindings } from '../../demo/command/doctor/print-findings.ts'
import { UsageError } from '../../demo/command/usage-error.ts'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../demo/local/index.ts'
import { sdkAdapter } from '../../server/aws/sdk-adapter.ts'
import { configFromEnv } from '../../server/config-from-env.ts'
import { standaloneApp } from '../../server/standalone-app.ts'
import { provideCredentials } from './doctor-under-test.ts'

const ORIGIN = 'https://app.example.com'

const options = (args: readonly string[], env: Record<string, string> = {}): DoctorOptions => {
  return readDoctorOptions(['--origin', ORIGIN, ...args], { UPLOAD_BUCKET: 'uploads', ...env })
}

function environmentOf(aws: LocalAws): Record<string, string> {
  return { ...aws.environment, UPLOAD_BUCKET: aws.bucket, UPLOAD_TOPIC_ARN: aws.topicArn }
}

/** Runs with AWS of its own; the SDK finds its credentials in the environment of the process. */
async function withAws<Result>(
  local: LocalAwsOptions,
  work: (aws: LocalAws) => Promise<Result>,
): Promise<Result> {
  const aws = await startLocalAws(local)
  try {
    return await work(aws)
  } finally {
    await aws.close()
  }
}

const byCheck = (findings: readonly Finding[]) => new Map(findings.map((finding) => [finding.check, finding]))
const outcomes = (findings: readonly Finding[], outcome: Finding['outcome']) =>
  findings.filter((finding) => finding.outcome === outcome).map(({ check }) => check)

provideCredentials()

describe('s3-uploader doctor', { timeout: 60_000 }, () => {
  it('finds nothing wrong where nothing is, and leaves nothing behind', async () => {
    await withAws({ queue: { visibilityMs: 60_000 } }, async (aws) => {
      const { findings, left } = await examine(options([]), environmentOf(aws))
      expect(outcomes(findings, 'failure')).toEqual([])
      expect(outcomes(findings, 'warning')).toEqual([])
      expect(outcomes(findings, 'ok')).toEqual(
        expect.arrayContaining([
          ...[
            'clock',
            'bucket',
            'missing-object',
            'api',
            'bucket-cors',
            'upload',
            'complete',
            'checksum',
            'images',
          ],
          ...['bucket-cors-exposed-headers', 'form-larger-file', 'form-other-field', 'form-other-key'],
          ...['form-unsigned', 'form-expired', 'parts', 'topic', 'subscription', 'dead-letters'],
        ]),
      )
      expect(left).toEqual([])
      const s3 = new S3Client({ region: aws.region, endpoint: aws.s3Endpoint, forcePathStyle: true })
      const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: aws.bucket }))
      expect(KeyCount).toBe(0)
    })
  })

  it('says which origin the bucket refuses, with the rule to paste', async () => {
    const other = {
      allowedOrigins: ['https://other.example.com'],
      allowedMethods: ['POST'],
      allowedHeaders: ['*'],
    }
    const corsRules = [{ ...other, exposeHeaders: [], maxAgeSeconds: 0 }]
    await withAws({ lambda: false, corsRules }, async (aws) => {
      const { findings } = await examine(options(['--wait', '0', '--quick']), environmentOf(aws))
      expect(byCheck(findings).get('bucket-cors')).toMatchObject({
        outcome: 'failure',
        detail: expect.stringContaining(ORIGIN),
        document: { CORSRules: [expect.objectContaining({ AllowedOrigins: [ORIGIN] })] },
      })
      expect(printedFindings(findings, [])).toContain('"AllowedMethods"')
    })
  })

  it('finds a bucket, a topic and a folder that are not those of the others', async () => {
    await withAws({ lambda: { env: { DERIVED_PREFIX: 'made/' } } }, async (aws) => {
      const environment = environmentOf(aws)
      const nowhere = await examine(options(['--quick']), { ...environment, UPLOAD_BUCKET: 'no-such-bucket' })
      expect(byCheck(nowhere.findings).get('bucket')).toMatchObject({
        outcome: 'failure',
        change: 'Check UPLOAD_BUCKET.',
      })

      const topicArn = `${aws.topicArn}-of-another`
      const lost = await examine(options(['--quick', '--wait', '0']), {
        ...environment,
        UPLOAD_TOPIC_ARN: topicArn,
      })
      expect(byCheck(lost.findings).get('complete')).toMatchObject({ outcome: 'failure' })

      const elsewhere = await examine(options(['--quick', '--wait', '4']), environment)
      expect(byCheck(elsewhere.findings).get('images')).toMatchObject({
        outcome: 'failure',
        document: { DERIVED_PREFIX: 'made/' },
      })
    })
  })

  it('asks a deployed API as a browser does, without access to AWS', async () => {
    await withAws({ lambda: false }, async (aws) => {
      const config = configFromEnv({
        ...environmentOf(aws),
        UPLOAD_SECRET: 'a secret of the tests that has thirty-two bytes and more',
        UPLOAD_TOKEN: 'token-of-16-characters',
      })
      const { app } = standaloneApp(config, { aws: sdkAdapter, write: () => {}, addressOf: () => '' })
      const server = createServer(getRequestListener(app.fetch)).listen(0, 'localhost')
      await once(server, 'listening')
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('No port')
      const endpoint = `http://localhost:${address.port}/uploads`
      const args = ['--endpoint', endpoint, '--wait', '0', '--quick']

      const stranger = await examine(options(args), {})
      expect(outcomes(stranger.findings, 'failure')).toEqual(['api-cors', 'api'])
      expect(byCheck(stranger.findings).get('api')?.change).toContain('S3_UPLOADER_TOKEN')

      const known = await examine(options(args, { S3_UPLOADER_TOKEN: 'token-of-16-characters' }), {})
      expect(outcomes(known.findings, 'failure')).toEqual(['api-cors'])
      expect(outcomes(known.findings, 'ok')).toEqual(
        expect.arrayContaining(['upload', 'complete', 'form-larger-file']),
      )
      expect(known.left).toEqual([expect.stringMatching(/^uploads\//)])

      const wrong = await examine(options(['--endpoint', `${endpoint}/config`, '--quick']), {})
      expect(byCheck(wrong.findings).get('api')?.change).toContain('Check the endpoint')
      server.closeAllConnections()
      server.close()
    })
  })

  it('says that another server answers', async () => {
    const server = createServer((_request, response) => response.end('{}')).listen(0, 'localhost')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('No port')
    const endpoint = `http://localhost:${address.port}/uploads`
    const { findings } = await examine(options(['--endpoint', endpoint]), {})
    expect(findings).toMatchObject([
      {
        check: 'api',
        outcome: 'failure',
        detail: 'GET /config was answered by something else than this API',
      },
    ])
    server.closeAllConnections()
    server.close()
  })

  it('lists what the environment lacks', async () => {
    const { findings } = await examine(options([]), { UPLOAD_BUCKET: 'uploads' })
    expect(findings).toMatchObject([
      { check: 'environment', detail: expect.stringContaining('AWS_REGION is missing') },
    ])
  })

  it.each([
    [[], {}, 'Set the variables of `s3-uploader serve`'],
    [['--endpoint', '/uploads'], {}, '--endpoint must be an http or https URL'],
    [
      ['--origin', 'https://example.com/'],
      { UPLOAD_BUCKET: 'b' },
      '--origin must look like https://example.com',
    ],
    [['--wait', '1h'], { UPLOAD_BUCKET: 'b' }, '--wait must be a whole number from 0 to 900, got "1h".'],
    [['--dead-letters', 'arn:aws:sqs'], { UPLOAD_BUCKET: 'b' }, '--dead-letters must be the URL of a queue'],
    [['--header', 'secret-1'], { UPLOAD_BUCKET: 'b' }, "--header must look like 'NAME: VALUE'."],
    [['now'], { UPLOAD_BUCKET: 'b' }, 'now'],
  ])('refuses %j', (args, environment, message) => {
    expect(() => readDoctorOptions(args, environment)).toThrow(UsageError)
    expect(() => readDoctorOptions(args, environment)).toThrow(message)
  })
})
