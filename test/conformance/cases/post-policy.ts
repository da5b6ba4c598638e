/** Forms that obey or break their policy: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
import type { PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import type { CaseContext, ConformanceCase } from '../conformance-case.ts'
import { inTenMinutes, sendForm, signForm, signPolicy, streamForm, usualConditions } from '../form-upload.ts'
import { statusOf, storedAt } from '../observe.ts'

interface FormChange {
  sign?: Partial<PresignedPostOptions>
  /** Replaces fields of the signed form; `null` removes one. */
  fields?: Record<string, string | null>
  /** Bytes. Default: 100. */
  size?: number
}

/** Conditions on key, type, owner, status and 10 to 1,000 bytes. */
async function post(
  context: CaseContext,
  { sign = {}, fields = {}, size = 100 }: FormChange,
): Promise<string> {
  const form = await signForm(context, {
    Fields: { 'Content-Type': 'image/png', 'x-amz-meta-owner': 'ann', success_action_status: '201' },
    Conditions: [['content-length-range', 10, 1000]],
    ...sign,
  })
  const entries = Object.entries({ ...form.fields, ...fields })
  const sent = Object.fromEntries(entries.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
  const response = await sendForm({ url: form.url, fields: sent }, Buffer.alloc(size))
  return `${statusOf(response)}, ${await storedAt(context, sent.key ?? context.key)}`
}

const STORED = '201, stored 100 bytes of image/png'
const DENIED = '403 AccessDenied, nothing stored'

const startsWithImage: Partial<PresignedPostOptions> = {
  Fields: { success_action_status: '201' },
  Conditions: [['starts-with', '$Content-Type', 'image/']],
}

const formCases: [name: string, aws: string, change: (context: CaseContext) => FormChange][] = [
  ['right', STORED, () => ({})],
  // Each signed field, wrong and missing.
  ['wrong key', DENIED, ({ key }) => ({ fields: { key: `${key}-other` } })],
  ['wrong type', DENIED, () => ({ fields: { 'Content-Type': 'text/html' } })],
  ['wrong case of a value', DENIED, () => ({ fields: { 'Content-Type': 'IMAGE/PNG' } })],
  ['wrong metadata', DENIED, () => ({ fields: { 'x-amz-meta-owner': 'bob' } })],
  ['wrong status', DENIED, () => ({ fields: { success_action_status: '200' } })],
  ['wrong bucket field', DENIED, () => ({ fields: { bucket: 'another-bucket' } })],
  [
    'wrong time',
    DENIED,
    () => ({
      fields: { 'X-Amz-Date': `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}T000000Z` },
    }),
  ],
  ['missing key', '400 InvalidArgument, nothing stored', () => ({ fields: { key: null } })],
  ['missing type', DENIED, () => ({ fields: { 'Content-Type': null } })],
  ['missing metadata', DENIED, () => ({ fields: { 'x-amz-meta-owner': null } })],
  ['missing status', DENIED, () => ({ fields: { success_action_status: null } })],
  // Amazon's own example form has the bucket in its policy and in the URL, and no field for it.
  ['missing bucket field', STORED, () => ({ fields: { bucket: null } })],
  // Each unsigned field.
  ['extra metadata', DENIED, () => ({ fields: { 'x-amz-meta-evil': '1' } })],
  ['extra ACL', DENIED, () => ({ fields: { acl: 'public-read' } })],
  ['extra Cache-Control', DENIED, () => ({ fields: { 'Cache-Control': 'no-store' } })],
  ['extra unknown field', DENIED, () => ({ fields: { submit: 'Upload' } })],
  ['extra x-ignore- field', STORED, () => ({ fields: { 'x-ignore-me': '1' } })],
  // Sizes: the range is inclusive.
  ['one byte under', '400 EntityTooSmall, nothing stored', () => ({ size: 9 })],
  ['empty file under a lower limit', '400 EntityTooSmall, nothing stored', () => ({ size: 0 })],
  ['smallest', '201, stored 10 bytes of image/png', () => ({ size: 10 })],
  ['largest', '201, stored 1000 bytes of image/png', () => ({ size: 1000 })],
  ['one byte over', '400 EntityTooLarge, nothing stored', () => ({ size: 1001 })],
  ['far over', '400 EntityTooLarge, nothing stored', () => ({ size: 3_000_000 })],
  [
    'empty file without a limit',
    '201, stored 0 bytes of image/png',
    () => ({ sign: { Conditions: [] }, size: 0 }),
  ],
  // Signature and its scope.
  ['expired', DENIED, () => ({ sign: { Expires: -10 } })],
  [
    'tampered signature',
    '403 SignatureDoesNotMatch, nothing stored',
    () => ({ fields: { 'X-Amz-Signature': '0'.repeat(64) } }),
  ],
  [
    'unknown access key',
    '403 InvalidAccessKeyId, nothing stored',
    (context) => ({
      fields: { 'X-Amz-Credential': credentialOf(context, { accessKeyId: 'AKIAUNKNOWN000000000' }) },
    }),
  ],
  [
    'credential of another date',
    '403 SignatureDoesNotMatch, nothing stored',
    (context) => ({
      fields: {
        'X-Amz-Credential': credentialOf(context, { date: '20200101' }),
        'X-Amz-Date': '20200101T000000Z',
      },
    }),
  ],
  [
    'missing signature',
    '400 InvalidArgument, nothing stored',
    () => ({ fields: { 'X-Amz-Signature': null } }),
  ],
  [
    'missing credential',
    '400 InvalidArgument, nothing stored',
    () => ({ fields: { 'X-Amz-Credential': null } }),
  ],
  ['missing date', '400 InvalidArgument, nothing stored', () => ({ fields: { 'X-Amz-Date': null } })],
  [
    'missing algorithm',
    '400 InvalidArgument, nothing stored',
    () => ({ fields: { 'X-Amz-Algorithm': null } }),
  ],
  ['missing policy', DENIED, () => ({ fields: { Policy: null } })],
  // starts-with.
  [
    'type within starts-with',
    STORED,
    () => ({ sign: startsWithImage, fields: { 'Content-Type': 'image/png' } }),
  ],
  [
    'type outside starts-with',
    DENIED,
    () => ({ sign: startsWithImage, fields: { 'Content-Type': 'text/html' } }),
  ],
  [
    'list of types, one outside starts-with',
    DENIED,
    () => ({ sign: startsWithImage, fields: { 'Content-Type': 'image/png,text/html' } }),
  ],
  [
    'starts-with nothing, field missing',
    DENIED,
    () => ({ sign: { Fields: {}, Conditions: [['starts-with', '$Content-Type', '']] } }),
  ],
  [
    'key within starts-with',
    STORED,
    ({ key }) => ({ sign: keyPrefix(key), fields: { key: `${key}/cat.png` } }),
  ],
  [
    'key outside starts-with',
    DENIED,
    ({ key }) => ({ sign: keyPrefix(`${key}/inside/`), fields: { key: `${key}/cat.png` } }),
  ],
  [
    'key of 1024 bytes',
    STORED,
    ({ key }) => ({ sign: keyPrefix(key), fields: { key: key.padEnd(1024, 'k') } }),
  ],
  [
    'names of fields in another case',
    STORED,
    ({ key }) => ({ fields: { key: null, KEY: key, 'Content-Type': null, 'content-type': 'image/png' } }),
  ],
]

function keyPrefix(prefix: string): Partial<PresignedPostOptions> {
  return {
    Key: `${prefix}\${filename}`,
    Fields: { 'Content-Type': 'image/png', success_action_status: '201' },
  }
}

function credentialOf(
  { credentials, region }: CaseContext,
  { accessKeyId = credentials.accessKeyId, date = new Date().toISOString().slice(0, 10).replaceAll('-', '') },
): string {
  return `${accessKeyId}/${date}/${region}/s3/aws4_request`
}

const INVALID = '400 InvalidPolicyDocument, nothing stored'

const documents: [
  name: string,
  aws: string,
  document: (context: CaseContext) => Parameters<typeof signPolicy>[1],
][] = [
  ['usual conditions', '204, stored 100 bytes of binary/octet-stream', (context) => withConditions(context)],
  [
    'exact match as a list',
    '204, stored 100 bytes of binary/octet-stream',
    (context) => withConditions(context, ['eq', '$key', context.key]),
  ],
  [
    'sizes as strings',
    '204, stored 100 bytes of binary/octet-stream',
    (context) => withConditions(context, ['content-length-range', '1', '1000']),
  ],
  [
    'two ranges, the narrower broken',
    '400 EntityTooLarge, nothing stored',
    (context) => withConditions(context, ['content-length-range', 1, 1000], ['content-length-range', 1, 10]),
  ],
  ['not JSON', INVALID, () => 'no json'],
  ['no expiration', INVALID, (context) => ({ conditions: usualConditions(context) })],
  [
    'expiration that is not a date',
    INVALID,
    (context) => ({ expiration: 'soon', conditions: usualConditions(context) }),
  ],
  ...['2099-12-31 23:59:59Z', '2099-12-31', 'Thu, 31 Dec 2099 23:59:59 GMT', '4102444799000'].map(
    (
      expiration,
    ): [string, string, (context: CaseContext) => { expiration: string; conditions: unknown[] }] => [
      `expiration written as ${expiration}`,
      INVALID,
      (context) => ({ expiration, conditions: usualConditions(context) }),
    ],
  ),
  [
    'expiration without milliseconds',
    '204, stored 100 bytes of binary/octet-stream',
    (context) => ({ expiration: inTenMinutes().replace(/\.\d+/, ''), conditions: usualConditions(context) }),
  ],
  ['no conditions', INVALID, () => ({ expiration: inTenMinutes() })],
  ['unknown operator', INVALID, (context) => withConditions(context, ['ends-with', '$key', 'x'])],
  ['operator with two arguments only', INVALID, (context) => withConditions(context, ['eq', '$key'])],
  [
    'key not covered',
    DENIED,
    (context) => ({
      expiration: inTenMinutes(),
      conditions: usualConditions(context).filter((entry) => !JSON.stringify(entry).startsWith('{"key"')),
    }),
  ],
  [
    'another bucket',
    DENIED,
    (context) => ({
      expiration: inTenMinutes(),
      conditions: [{ bucket: 'another-bucket' }, ...usualConditions(context).slice(1)],
    }),
  ],
]

function withConditions(context: CaseContext, ...more: unknown[]) {
  return { expiration: inTenMinutes(), conditions: [...usualConditions(context), ...more] }
}

export const postPolicyCases: ConformanceCase[] = [
  ...formCases.map(([name, aws, change]) => ({
    name: `POST policy: ${name}`,
    aws,
    run: (context: CaseContext) => post(context, change(context)),
  })),
  ...documents.map(([name, aws, document]) => ({
    name: `POST policy document: ${name}`,
    aws,
    run: async (context: CaseContext) => {
      const response = await sendForm(signPolicy(context, document(context)), Buffer.alloc(100))
      return `${statusOf(response)}, ${await storedAt(context)}`
    },
  })),
  {
    name: 'POST policy: one byte of the policy changed',
    aws: '403 SignatureDoesNotMatch, nothing stored',
    run: async (context) => {
      const { url, fields } = await signForm(context)
      const policy = Buffer.from(fields.Policy ?? '', 'base64')
        .toString()
        .replace('"}', '" }')
      const response = await sendForm(
        { url, fields: { ...fields, Policy: Buffer.from(policy).toString('base64') } },
        'meow',
      )
      return `${statusOf(response)}, ${await storedAt(context)}`
    },
  },
  {
    name: 'POST policy: another region in the credential',
    aws: '400, nothing stored',
    run: async (context) => {
      const form = signPolicy({ ...context, region: 'eu-central-7' }, withConditions(context))
      // Amazon names the region it expects; its code for this is not documented.
      return `${(await sendForm(form, 'meow')).status}, ${await storedAt(context)}`
    },
  },
  {
    name: 'POST policy: another service in the credential',
    aws: '400, nothing stored',
    run: async (context) => {
      const form = signPolicy(context, withConditions(context), { service: 'sns' })
      return `${(await sendForm(form, 'meow')).status}, ${await storedAt(context)}`
    },
  },
  {
    name: 'POST policy: 300 MB over, refused while the client still sends',
    aws: '400 EntityTooLarge, nothing stored',
    run: async (context) => {
      const form = await signForm(context, { Conditions: [['content-length-range', 1, 1000]] })
      return `${statusOf(await streamForm(form, 300_000_000))}, ${await storedAt(context)}`
    },
  },
]
