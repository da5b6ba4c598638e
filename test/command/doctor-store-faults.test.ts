/** One thing wrong at a time at the store or at AWS's other services: what the doctor says of each. */
import { describe, expect, it } from 'vitest'
import { bucketConfiguration, type Change, s3Error } from './changing-proxy.ts'
import {
  always,
  type Fault,
  findingsOf,
  isBucket,
  ORIGIN,
  provideCredentials,
  sample,
} from './doctor-under-test.ts'
import { cors, lifecycle, PARTS, PENDING, rule, snsList } from './faulty-settings.ts'

provideCredentials()

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
