/** What the light adapter signs, beside the AWS SDK and its signer. */
import { createHash, createHmac } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AdapterOptions } from '../../../server/aws/aws-adapter.ts'
import { webDigests } from '../../../server/aws/digests.ts'
import { formFields } from '../../../server/aws/grant-fields.ts'
import { SdkCalls } from '../../../server/aws/sdk-calls.ts'
import { signQuery } from '../../../server/aws/sign-query.ts'
import { AwsClient } from '../../../server/light/aws-client.ts'
import { AwsSigner } from '../../../server/light/aws-signer.ts'
import { credentialSource } from '../../../server/light/credentials.ts'
import { LightCalls } from '../../../server/light/light-calls.ts'
import type { PostGrant } from '../../../server/upload/object-storage.ts'
import { seededRandom } from '../support/seeded-random.ts'

const now = new Date('2026-11-30T08:09:10Z')
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }
const session = { ...keys, sessionToken: 'FwoGZXIvYXdzEJr//+/=' }

beforeAll(() => void vi.useFakeTimers({ now, toFake: ['Date'] }))
afterAll(() => void vi.useRealTimers())

function lightOn({ region = 'eu-west-1', ...options }: Partial<AdapterOptions>) {
  const credentials = credentialSource(options.credentials ?? keys)
  const signer = new AwsSigner('s3', region)
  const client = new AwsClient('S3', signer, credentials, () => Promise.reject(new Error('not called')))
  const all = { bucket: 'acme-in', partUrlSeconds: 3600, variantUrlSeconds: 3600, region, ...options }
  return new LightCalls(client, signer, credentials, all)
}

const grant: PostGrant = {
  bucket: 'acme-in',
  key: 'pending/4e3f',
  id: '4e3f',
  size: 1000,
  contentType: 'image/svg+xml; charset=utf-8',
  contentDisposition: `attachment; filename="a  b.svg"; filename*=UTF-8''%C3%A4%20%27.svg`,
  sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  expiresInSeconds: 300,
  sealedGrant: 'c2VhbGVk_-',
  attributes: {
    serverSideEncryption: 'aws:kms',
    kmsKeyId: 'arn:aws:kms:eu-west-1:000000000000:key/1-2',
    cacheControl: 'private, max-age=60',
    metadata: { team: 'a/b "c"' },
  },
}

describe('a form', () => {
  it.each([
    ['AWS', {}],
    ['session keys', { credentials: session }],
    [
      'a session that ends first',
      { credentials: { ...session, expiration: new Date(now.getTime() + 60_500) } },
    ],
    ['another partition', { region: 'cn-north-1' }],
    ['GovCloud', { region: 'us-gov-west-1' }],
    ['dual stack', { useDualstackEndpoint: true }],
    ['FIPS', { useFipsEndpoint: true }],
    ['both', { useFipsEndpoint: true, useDualstackEndpoint: true }],
    ['acceleration', { useAccelerateEndpoint: true }],
    ['accelerated dual stack', { useAccelerateEndpoint: true, useDualstackEndpoint: true }],
    ['a store', { endpoint: 'https://store.example.com:9000' }],
    ['a store below a path', { endpoint: 'https://example.com/s3/' }],
    ['a store with the bucket in its host', { endpoint: 'https://store.example.com', forcePathStyle: false }],
    ['a public endpoint', { endpoint: 'http://10.0.0.1:1', publicEndpoint: 'https://files.example.com' }],
  ] satisfies [string, Partial<AdapterOptions>][])(
    'on %s is the one of the AWS SDK',
    async (_name, options) => {
      const sdk = new SdkCalls({ region: 'eu-west-1', credentials: keys, ...options })
      for (const each of [grant, { ...grant, sha256: null, sealedGrant: null, attributes: {} }]) {
        expect(await lightOn(options).signPosts([each])).toEqual(await sdk.signPosts([each]))
      }
      expect(await lightOn(options).hostNames('acme-in')).toEqual(
        expect.arrayContaining(await sdk.hostNames('acme-in')),
      )
    },
  )

  it('for a bucket with dots has the bucket in its path', async () => {
    const dotted = { ...grant, bucket: 'files.example.com' }
    const sdk = new SdkCalls({ region: 'eu-west-1', credentials: keys })
    expect(await lightOn({}).signPosts([dotted])).toEqual(await sdk.signPosts([dotted]))
  })
})

describe('the policy of a form', () => {
  it('is the one of createPresignedPost, in JSON’s own escapes', async () => {
    const odd = {
      ...grant,
      contentDisposition: `inline; filename="a\\"b\\\\c"; filename*=UTF-8''%C3%9F 日\u2028`,
    }
    const client = new S3Client({ region: 'eu-west-1', credentials: session })
    const Fields = formFields(odd)
    const theirs = await createPresignedPost(client, {
      Bucket: odd.bucket,
      Key: odd.key,
      Fields,
      Conditions: [
        ['content-length-range', odd.size, odd.size],
        ...Object.entries(Fields).map(([name, value]) => ({ [name]: value })),
      ],
      Expires: odd.expiresInSeconds,
    })
    const [ours] = await lightOn({ credentials: session }).signPosts([odd])
    const { Policy, 'X-Amz-Signature': _, ...fields } = ours?.plan.fields ?? {}
    const { Policy: theirPolicy, 'X-Amz-Signature': __, ...theirFields } = theirs.fields
    expect(fields).toEqual(theirFields)
    const [policy, theirOwn] = [Policy, theirPolicy].map((text) =>
      JSON.parse(Buffer.from(text ?? '', 'base64').toString()),
    )
    const keyed = (conditions: unknown[]) => new Set(conditions.map((condition) => JSON.stringify(condition)))
    expect(keyed(policy.conditions)).toEqual(keyed(theirOwn.conditions))
    expect(policy.expiration).toBe(theirOwn.expiration)
  })
})

/** The signature by AWS's own signer, of exactly this request. */
class NodeSha256 {
  readonly #hash
  constructor(secret?: unknown) {
    this.#hash =
      secret instanceof Uint8Array || typeof secret === 'string'
        ? createHmac('sha256', secret)
        : createHash('sha256')
  }
  update(data: Uint8Array) {
    this.#hash.update(data)
  }
  async digest() {
    return this.#hash.digest()
  }
  reset() {}
}

const judge = new SignatureV4({
  service: 's3',
  region: 'eu-west-1',
  credentials: session,
  sha256: NodeSha256,
  uriEscapePath: false,
})

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const random = seededRandom(7)
const letters = [...'abzAZ059-_.~!\'()*+ $&,:;=@%"<>[]{}|^`\\ #?äß日😀']
const oddKeys = Array.from({ length: 200 }, () =>
  Array.from({ length: 12 }, () => letters[Math.floor(random() * letters.length)] ?? '').join(''),
)

describe('a signature', () => {
  it.each([
    ['node:crypto', undefined],
    ['WebCrypto', webDigests],
  ])('with %s is that of AWS’s signer, for odd keys, queries and headers', async (_name, digests) => {
    const signer = new AwsSigner('s3', 'eu-west-1', digests)
    for (const [index, key] of oddKeys.entries()) {
      const path = `/uploads/${encode(key)}`
      const query = { uploadId: `${key}==`, partNumber: String(index + 1) }
      const search = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`)
      const headers = {
        'content-length': '5',
        'content-type': `a/b;  x="${index}"`,
        'x-amz-meta-n': ` ${index}  b `,
      }
      const url = `https://b.example.com${path}?${search.join('&')}`
      const hostname = 'b.example.com'
      const judged = { method: 'PUT', protocol: 'https:', hostname, path, query }

      const ours = new URL(
        await signQuery(
          {
            method: 'PUT',
            origin: 'https://b.example.com',
            path,
            query: Object.entries(query).map(([name, value]) => [name, encode(value)] as const),
            headers,
          },
          { key: signer.key, credentials: session, now, seconds: 60 },
        ),
      )
      const theirs = await judge.presign(
        { ...judged, headers: { ...headers, host: hostname, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
        {
          signingDate: now,
          expiresIn: 60,
          signableHeaders: new Set([...Object.keys(headers), 'host']),
          unsignableHeaders: new Set(['x-amz-content-sha256']),
          unhoistableHeaders: new Set([...Object.keys(headers), 'x-amz-content-sha256']),
        },
      )
      expect(ours.searchParams.get('X-Amz-Signature')).toBe(theirs.query?.['X-Amz-Signature'])

      const sent = await signer.sign({ method: 'PUT', url, headers, body: key }, session, now)
      const { 'x-amz-content-sha256': payload = '' } = sent.headers
      const expected = await judge.sign(
        { ...judged, headers: { ...headers, host: hostname, 'x-amz-content-sha256': payload }, body: key },
        { signingDate: now, signableHeaders: new Set(Object.keys(sent.headers)) },
      )
      expect(payload).toBe(createHash('sha256').update(key).digest('hex'))
      expect(sent.headers.authorization).toBe(expected.headers.authorization)
    }
  })
})
