/** One thing wrong at a time, at the store, at AWS's other services or before the API: what the doctor says of each. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { boundedFetch } from '../../demo/command/doctor/bounded-fetch.ts'
import { readDoctorOptions } from '../../demo/command/doctor/doctor-options.ts'
import { examine } from '../../demo/command/doctor/examine.ts'
import type { Finding } from '../../demo/command/doctor/finding.ts'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../demo/local/index.ts'
import { sdkAdapter } from '../../server/aws/sdk-adapter.ts'
import { configFromEnv } from '../../server/config-from-env.ts'
import { standaloneApp } from '../../server/standalone-app.ts'
import { bucketConfiguration, type Change, changingProxy, s3Error } from './changing-proxy.ts'

const ORIGIN = 'https://app.example.com'
const saved = { ...process.env }
beforeAll(() => {
  process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
  process.env.AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
})
afterAll(() => {
  process.env = saved
})

/** Every sixth case; all of them in `npm run test:aws`. */
function sample<Case>(cases: readonly Case[]): readonly Case[] {
  return process.env.TEST_DOCTOR === 'whole' ? cases : cases.filter((_, index) => index % 6 === 0)
}

interface Fault {
  local?: LocalAwsOptions
  s3?: Change
  sns?: Change
  env?: Record<string, string>
  args?: readonly string[]
  signal?: AbortSignal
}

async function startAws(local: LocalAwsOptions = {}): Promise<LocalAws> {
  const aws = await startLocalAws({ lambda: false, ...local })
  onTestFinished(() => aws.close())
  return aws
}

function environmentOf(aws: LocalAws): Record<string, string> {
  return { ...aws.environment, UPLOAD_BUCKET: aws.bucket, UPLOAD_TOPIC_ARN: aws.topicArn }
}

function optionsOf(args: readonly string[], env: Record<string, string>) {
  return readDoctorOptions(['--origin', ORIGIN, '--wait', '0', ...args], env)
}

async function findingsOf({ local, s3, sns, env, args = ['--quick'], signal }: Fault) {
  const aws = await startAws(local)
  const environment = { ...environmentOf(aws), ...env }
  if (s3) environment.AWS_ENDPOINT_URL_S3 = await changingProxy(aws.s3Endpoint, s3)
  if (sns) environment.AWS_ENDPOINT_URL_SNS = await changingProxy(aws.snsEndpoint, sns)
  const { findings, left } = await examine(optionsOf(args, environment), environment, signal)
  return { aws, findings, left, faults: faultsOf(findings) }
}

const faultsOf = (findings: readonly Finding[]) =>
  findings.filter(({ outcome }) => outcome === 'failure' || outcome === 'warning')

async function stored({
  region,
  s3Endpoint,
  bucket,
  ...credentials
}: LocalAws): Promise<(string | undefined)[]> {
  const s3 = new S3Client({ region, credentials, endpoint: s3Endpoint, forcePathStyle: true })
  const [objects, uploads] = [
    await s3.send(new ListObjectsV2Command({ Bucket: bucket })),
    await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket })).catch(() => ({ Uploads: [] })),
  ]
  return [...(objects.Contents ?? []), ...(uploads.Uploads ?? [])].map(({ Key }) => Key)
}

const isBucket = (path: string) => /^\/uploads\/?$/.test(path)
const always =
  (reply: ReturnType<Change>): Change =>
  () =>
    reply
const rule = (prefix: string, action: string, more = '') =>
  `<Rule><ID>own</ID><Status>Enabled</Status><Filter>${prefix}${more}</Filter>${action}</Rule>`
const PENDING = rule('<Prefix>pending/</Prefix>', '<Expiration><Days>1</Days></Expiration>')
const PARTS = (days: number) =>
  rule(
    '<Prefix>uploads/</Prefix>',
    `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`,
  )
const lifecycle = (...rules: string[]) =>
  bucketConfiguration('lifecycle', 'LifecycleConfiguration', rules.join(''))
const cors = (change: object): LocalAwsOptions => ({
  corsRules: [
    {
      allowedOrigins: [ORIGIN],
      allowedMethods: ['POST', 'PUT', 'GET'],
      allowedHeaders: ['*'],
      exposeHeaders: ['ETag', 'x-amz-request-id'],
      maxAgeSeconds: 0,
      ...change,
    },
  ],
})
const snsList =
  (member: string): Change =>
  ({ body }) =>
    String(body).includes('ListSubscriptions')
      ? {
          status: 200,
          headers: { 'content-type': 'text/xml' },
          body: `<R xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions><member>${member}</member></Subscriptions></ListSubscriptionsByTopicResult></R>`,
        }
      : undefined

describe('the doctor names the cause at the store and at the topic', { timeout: 60_000 }, () => {
  const cases = sample<[what: string, fault: Fault, check: string, detail: string, change: string]>([
    [
      'a rule without PUT',
      { local: cors({ allowedMethods: ['POST'] }) },
      'bucket-cors',
      'refuses PUT, GET',
      'Set this',
    ],
    [
      'a slash in the rule',
      { local: cors({ allowedOrigins: [`${ORIGIN}/`] }) },
      'bucket-cors',
      `${ORIGIN}/, which`,
      '',
    ],
    [
      'the other scheme',
      { local: cors({ allowedOrigins: ['http://app.example.com'] }) },
      'bucket-cors',
      'http://',
      '',
    ],
    [
      'another region',
      { s3: always(s3Error(301, 'PermanentRedirect', '', { 'x-amz-bucket-region': 'eu-west-1' })) },
      'bucket',
      'is in eu-west-1',
      'AWS_REGION=eu-west-1',
    ],
    [
      'an endpoint that does not exist',
      { env: { AWS_ENDPOINT_URL_S3: 'http://localhost:1' } },
      'bucket',
      'cannot be reached',
      'AWS_ENDPOINT_URL',
    ],
    [
      'an expired session',
      { s3: always(s3Error(400, 'ExpiredToken')) },
      'bucket',
      'has expired',
      'aws sso login',
    ],
    [
      'an unknown key',
      { s3: always(s3Error(403, 'InvalidAccessKeyId')) },
      'bucket',
      'access key',
      'AWS_SESSION_TOKEN',
    ],
    [
      'a wrong secret',
      { s3: always(s3Error(403, 'SignatureDoesNotMatch')) },
      'bucket',
      'secret key',
      'SECRET',
    ],
    [
      'a wrong clock',
      {
        s3: always(
          s3Error(403, 'RequestTimeTooSkewed', '', { date: new Date(Date.now() + 1_200_000).toUTCString() }),
        ),
      },
      'clock',
      's from the store',
      'NTP',
    ],
    [
      'a role that may not list',
      {
        s3: ({ method, path }) =>
          method === 'GET' && isBucket(path) ? s3Error(403, 'AccessDenied') : undefined,
      },
      'bucket',
      'may not be listed',
      'this policy',
    ],
    [
      'a role that may not delete',
      { s3: ({ method }) => (method === 'DELETE' ? s3Error(403, 'AccessDenied') : undefined) },
      'removal',
      'may not delete',
      's3:DeleteObject',
    ],
    [
      'a rule for tagged objects',
      {
        s3: lifecycle(
          rule(
            '<And><Prefix>pending/</Prefix>',
            '<Expiration><Days>1</Days></Expiration>',
            '<Tag><Key>a</Key><Value>b</Value></Tag></And>',
          ),
          PARTS(7),
        ),
      },
      'lifecycle',
      'objects below pending/',
      '',
    ],
    [
      'a rule for everything',
      { s3: lifecycle(rule('', '<Expiration><Days>1</Days></Expiration>'), PARTS(7)) },
      'lifecycle-expiry',
      'finished uploads',
      '',
    ],
    [
      'a rule that is too early',
      { s3: lifecycle(PENDING, PARTS(1)) },
      'lifecycle-expiry',
      'after one day',
      '7',
    ],
    [
      'former versions',
      { s3: bucketConfiguration('versioning', 'VersioningConfiguration', '<Status>Enabled</Status>') },
      'versioning',
      'former versions',
      'Noncurrent',
    ],
    [
      'Requester Pays',
      {
        s3: bucketConfiguration('requestPayment', 'RequestPaymentConfiguration', '<Payer>Requester</Payer>'),
      },
      'requester-pays',
      'Requester Pays',
      '',
    ],
    [
      'Object Lock',
      {
        s3: bucketConfiguration(
          'object-lock',
          'ObjectLockConfiguration',
          '<Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>30</Days></DefaultRetention></Rule>',
        ),
      },
      'object-lock',
      '30 days',
      '',
    ],
    [
      'acceleration that is off',
      {
        env: { UPLOAD_ACCELERATE: 'true' },
        s3: bucketConfiguration('accelerate', 'AccelerateConfiguration', ''),
      },
      'acceleration',
      'no Transfer Acceleration',
      '',
    ],
    [
      'a store that ignores conditions',
      {
        s3: ({ headers, path }) =>
          headers['if-none-match'] !== undefined && path.includes('doctor-')
            ? { status: 200, body: '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>' }
            : undefined,
      },
      'conditions',
      'ignores If-None-Match of copy',
      'Say so',
    ],
    ['a store without forms', { local: { lacks: ['forms'] } }, 'upload', '501', 'no forms'],
    [
      'a subscription that waits',
      {
        sns: snsList(
          '<SubscriptionArn>PendingConfirmation</SubscriptionArn><Protocol>https</Protocol><Endpoint>https://x.test/a?key=1</Endpoint>',
        ),
      },
      'subscription',
      'https://x.test/a waits for its confirmation',
      'SubscribeURL',
    ],
    [
      'mail only',
      {
        sns: snsList(
          '<SubscriptionArn>arn:aws:sns:x</SubscriptionArn><Protocol>email</Protocol><Endpoint>a@b.c</Endpoint>',
        ),
      },
      'subscription',
      'delivers only to email',
      'Also subscribe',
    ],
    [
      'a filter policy for others',
      {
        local: {
          queue: {},
          filter: { policy: { contentType: [{ prefix: 'video/' }] }, scope: 'MessageAttributes' },
        },
      },
      'subscription',
      'drops a PNG',
      '15 minutes',
    ],
    [
      'a visibility that is too short',
      { local: { queue: { visibilityMs: 5_000 } } },
      'queue',
      'again after 5 s',
      '',
    ],
    [
      'a topic of another region',
      { env: { UPLOAD_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:upload-completed' } },
      'topic',
      'It is in eu-west-1',
      '',
    ],
  ])

  it.each(cases)('%s', async (_, fault, check, detail, change) => {
    const { faults } = await findingsOf(fault)
    expect(faults).toContainEqual(
      expect.objectContaining({
        check,
        detail: expect.stringContaining(detail),
        change: expect.stringContaining(change),
        visitor: expect.stringMatching(/./),
      }),
    )
  })

  it('says nothing of a lifecycle that is right', async () => {
    const { faults } = await findingsOf({ s3: lifecycle(PENDING, PARTS(7)) })
    expect(faults.map(({ check }) => check)).not.toContain('lifecycle')
    expect(faults.map(({ check }) => check)).not.toContain('lifecycle-expiry')
  })

  it('ends where no call can succeed, instead of repeating one fault', async () => {
    const { findings } = await findingsOf({ s3: always(s3Error(400, 'ExpiredToken')) })
    expect(findings.map(({ check }) => check)).not.toContain('upload')
    expect(findings.at(-1)).toMatchObject({ check: 'doctor', outcome: 'skipped' })
  })

  it('takes an error of the store for no refusal', async () => {
    let forms = 0
    const s3: Change = ({ method, path }) => {
      if (method !== 'POST' || !isBucket(path)) return undefined
      forms += 1
      return forms > 1 ? s3Error(503, 'SlowDown') : undefined
    }
    const { findings } = await findingsOf({ s3 })
    expect(findings.find(({ check }) => check === 'form-larger-file')).toMatchObject({ outcome: 'skipped' })
  })

  it('tests a KMS key where the bucket’s policy takes what the API sends and nothing else', async () => {
    const encryption = bucketConfiguration(
      'encryption',
      'ServerSideEncryptionConfiguration',
      '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>',
    )
    const s3: Change = (request) => {
      const { method, path, headers } = request
      const isAllowed = path.startsWith('/uploads/uploads/') && headers['if-none-match'] === '*'
      return method === 'PUT' && !isAllowed ? s3Error(403, 'AccessDenied') : encryption(request)
    }
    const { findings } = await findingsOf({ s3 })
    expect(findings.find(({ check }) => check === 'kms')).toMatchObject({ outcome: 'ok' })
  })
})

describe('the doctor removes what it stored', { timeout: 60_000 }, () => {
  it.each<[when: string, isMoment: (request: Parameters<Change>[0]) => boolean, args: readonly string[]]>([
    ['before the first form', ({ method, path }) => method === 'POST' && isBucket(path), ['--quick']],
    ['while a part is sent', ({ method, query }) => method === 'PUT' && query.has('partNumber'), []],
    [
      'after the copy of the completion',
      ({ method, path }) => method === 'DELETE' && path.includes('pending'),
      [],
    ],
  ])('when it is interrupted %s', async (_, isMoment, args) => {
    const interruption = new AbortController()
    const s3: Change = (request) => {
      if (isMoment(request)) interruption.abort()
      return undefined
    }
    const { aws, findings, left } = await findingsOf({ s3, args, signal: interruption.signal })
    expect(findings.at(-1)).toMatchObject({ check: 'doctor', outcome: 'failure' })
    expect(left).toEqual([])
    expect(await stored(aws)).toEqual([])
  })

  it('when a step fails in the middle, also what the API does not abort', async () => {
    const s3: Change = ({ method, query }) => {
      if (method === 'PUT' && query.get('partNumber') === '2') return s3Error(403, 'AccessDenied')
      return undefined
    }
    const { aws, faults, left } = await findingsOf({ s3, args: [] })
    expect(faults.map(({ check }) => check)).toContain('parts')
    expect(left).toEqual([])
    expect(await stored(aws)).toEqual([])
  })

  it('and names what it may not remove', async () => {
    const s3: Change = ({ method }) => (method === 'DELETE' ? s3Error(403, 'AccessDenied') : undefined)
    const { aws, left } = await findingsOf({ s3 })
    expect([...left].sort()).toEqual((await stored(aws)).sort())
    expect(left.length).toBeGreaterThan(0)
  })
})

async function startApi(): Promise<string> {
  const config = configFromEnv({
    ...environmentOf(await startAws()),
    UPLOAD_SECRET: 'a secret of the tests that has thirty-two bytes and more',
    UPLOAD_PUBLIC: 'true',
    UPLOAD_ALLOWED_ORIGINS: ORIGIN,
  })
  const { app } = standaloneApp(config, { aws: sdkAdapter, write: () => {}, addressOf: () => '' })
  const server = createServer(getRequestListener(app.fetch)).listen(0, 'localhost')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return `http://localhost:${address.port}`
}

const page = (status: number, title: string) => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><title>${title}</title>`,
})
const ofCall =
  (call: string, reply: ReturnType<Change>): Change =>
  ({ method, path }) =>
    method !== 'OPTIONS' && path.endsWith(call) ? reply : undefined

describe('the doctor names what stands before the API', { timeout: 60_000 }, () => {
  const cases = sample<
    [what: string, change: Change, check: string, detail: string, advice: string, args?: string[]]
  >([
    [
      'a redirect',
      always({ status: 302, headers: { location: 'https://login.test/in?state=secret' } }),
      'api',
      'redirected (302) to https://login.test/in',
      '401',
    ],
    ['a login page', always(page(200, 'Sign in')), 'api', 'the page “Sign in”', 'mounted'],
    ['a login', always({ status: 401, body: 'no' }), 'api', 'answered 401', 'something before it'],
    ['a page that was not found', always(page(404, 'Not Found')), 'api', '404', 'mounted'],
    ['a gateway without API', always(page(502, 'Bad Gateway')), 'api', '502', 'gateway'],
    [
      'a gateway that fails later',
      ofCall('complete', page(502, 'Bad Gateway')),
      'api',
      'POST /complete',
      'gateway',
    ],
    ['a proxy for small bodies', ofCall('presign', page(413, 'Too large')), 'api', '413', 'proxy'],
    [
      'a login for preflights',
      ({ method }) => (method === 'OPTIONS' ? { status: 401 } : undefined),
      'api-cors',
      '401',
      'OPTIONS',
    ],
    [
      'CORS for preflights only',
      ({ method }) => (method === 'OPTIONS' ? undefined : { without: 'access-control-allow-origin' }),
      'api-cors',
      'lack the header',
      'every response',
    ],
    [
      'CORS without cookies',
      always(undefined),
      'api-cors',
      'no cookies',
      'Credentials',
      ['--header', 'cookie: a=b'],
    ],
    [
      'CORS without a header',
      always(undefined),
      'api-cors',
      'x-own',
      'Allow-Headers',
      ['--header', 'x-own: 1'],
    ],
    ['a closed connection', always('close'), 'api', 'does not answer', 'certificate'],
  ])

  it.each(cases)('%s', async (_, change, check, detail, advice, args = []) => {
    const endpoint = `${await changingProxy(await startApi(), change)}/uploads`
    const { findings } = await examine(optionsOf(['--endpoint', endpoint, '--quick', ...args], {}), {})
    expect(faultsOf(findings)).toMatchObject([
      { check, detail: expect.stringContaining(detail), change: expect.stringContaining(advice) },
    ])
    expect(JSON.stringify(findings)).not.toContain('state=secret')
  })

  it('credentials in the endpoint, without repeating them', () => {
    const refused = () => optionsOf(['--endpoint', 'https://me:secret@api.test/uploads'], {})
    expect(refused).toThrow('must not have a user name')
    expect(refused).not.toThrow('secret')
  })

  it('a host that never answers, within a bound', async () => {
    const silent = await changingProxy('http://localhost:9', always('silence'))
    const fetch = boundedFetch(new AbortController().signal, 50)
    await expect(fetch(`${silent}/?signature=secret`, {})).rejects.toThrow(
      /^localhost:\d+ does not answer: nothing came/,
    )
  })
})
