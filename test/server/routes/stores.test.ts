/** What is granted depends on the store that is really in effect. */
import { S3Client } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ConfigResponse, PresignResponse } from '../../../component/protocol.ts'
import { ConfigError, type RouteOptions, type UploadsOptions } from '../../../server/index.ts'
import { isLight } from '../support/api.ts'
import { credentials, photo, uploadService } from '../support/upload-service.ts'

const r2 = 'https://acc.r2.cloudflarestorage.com'
const scaleway = 'https://s3.fr-par.scw.cloud'
const gib = 1024 ** 3

afterEach(() => vi.unstubAllEnvs())

async function presign(options: Partial<UploadsOptions>, file: object = photo) {
  const service = uploadService(options)
  const response = await service.post('/presign', { files: [file] })
  const [upload] = ((await response.json()) as PresignResponse).uploads
  if (upload === undefined) throw new Error('One result is expected')
  return { upload, ...service }
}

async function planOf(options: Partial<UploadsOptions>, file: object = photo) {
  const { upload } = await presign(options, file)
  if (!upload.ok) throw new Error(upload.error.detail)
  return upload.plan
}

const withMethod = (method: NonNullable<RouteOptions['method']>) => ({ routes: { default: { method } } })
const client = (endpoint: string) =>
  new S3Client({ endpoint, region: 'auto', credentials, forcePathStyle: true })

describe('a file that comes in one request', () => {
  it.each([
    ['a form on AWS', {}, 'post'],
    ['a form on a store that is not known', { endpoint: 'https://minio.test' }, 'post'],
    ['a form by its name behind forms', { endpoint: r2, store: { forms: true } }, 'post'],
    ['a PUT on R2', { endpoint: r2 }, 'put'],
    ['a PUT behind a public address of R2', { endpoint: 'https://inside.test', publicEndpoint: r2 }, 'put'],
    ['a PUT where the host says so', { endpoint: 'https://swift.test', store: { forms: false } }, 'put'],
    ['a PUT on AWS by choice', withMethod('put'), 'put'],
  ] satisfies [string, Partial<UploadsOptions>, string][])('is %s', async (_, options, kind) => {
    expect((await planOf(options)).kind).toBe(kind)
  })

  it.skipIf(isLight)('is a PUT on a client of the host for R2', async () => {
    expect((await planOf({ s3Client: client(r2) })).kind).toBe('put')
  })

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])('is a PUT where %s names R2', async (name) => {
    vi.stubEnv(name, r2)
    const plan = await planOf({})
    expect(plan).toMatchObject({ kind: 'put', url: expect.stringContaining('r2.cloudflarestorage.com') })
    expect(() => uploadService(withMethod('post'))).toThrow(ConfigError)
  })

  it('is bound to its size, type and one time where R2 observes that', async () => {
    const plan = await planOf({ endpoint: r2 })
    if (plan.kind !== 'put') throw new Error('A PUT is expected')
    expect(plan.headers).toMatchObject({ 'content-type': 'image/jpeg', 'if-none-match': '*' })
    const signed = new URL(plan.url).searchParams.get('X-Amz-SignedHeaders')?.split(';')
    expect(signed).toEqual(
      expect.arrayContaining(['content-length', 'content-type', 'host', 'if-none-match']),
    )
    const b2 = await planOf({ endpoint: 'https://s3.us-west-004.backblazeb2.com' })
    expect(b2.kind === 'put' && 'if-none-match' in b2.headers).toBe(false)
  })

  it.skipIf(isLight)('is never a form that the store of the host’s client would refuse', async () => {
    const { upload, failures } = await presign({ s3Client: client(r2), ...withMethod('post') })
    expect(upload).toMatchObject({ ok: false, error: { code: 'storage-denied', retryable: false } })
    expect(JSON.stringify(failures)).toContain('no POST Object')
  })
})

// On a client of the host, which only the adapter with the AWS SDK takes.
describe.skipIf(isLight)('the number of parts', () => {
  const large = { ...photo, type: 'image/png', size: 20 * gib }
  const routes = { default: { maxFileSize: 100 * gib } }

  it.each([
    [{ endpoint: scaleway }, 1000],
    [{ store: { maxParts: 200 } }, 200],
    [{}, 10_000],
  ])('keeps to the limit of %j', async (options, most) => {
    const service = uploadService({ ...options, routes, s3Client: neverCalled(options) })
    const response = await service.post('/presign', { files: [large] })
    const { uploads } = (await response.json()) as PresignResponse
    const plan = uploads[0]?.ok === true ? uploads[0].plan : null
    if (plan?.kind !== 'multipart') throw new Error(JSON.stringify(uploads))
    expect(plan.partCount).toBeLessThanOrEqual(most)
    expect(plan.partCount * plan.partSize).toBeGreaterThanOrEqual(large.size)
  })

  /** Starts an upload without a network. */
  function neverCalled({ endpoint }: Partial<UploadsOptions>): S3Client {
    const s3 = new S3Client({
      region: 'eu-west-1',
      credentials,
      ...(endpoint === undefined ? {} : { endpoint }),
    })
    const body = '<InitiateMultipartUploadResult><UploadId>u-1</UploadId></InitiateMultipartUploadResult>'
    s3.config.requestHandler = {
      handle: async () => ({ response: { statusCode: 200, headers: {}, body: new Blob([body]).stream() } }),
      destroy() {},
      metadata: { handlerProtocol: 'http/1.1' },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    }
    return s3
  }
})

describe('a store that cannot do what is asked for', () => {
  it.each([
    [{ endpoint: r2, ...withMethod('post') }, 'routes.default.method: Cloudflare R2 has no POST Object'],
    [{ endpoint: r2, objects: { tags: { a: 'b' } } }, 'objects.tags (route default): Cloudflare R2'],
    [{ endpoint: r2, expectedBucketOwner: '000000000000' }, 'expectedBucketOwner: Cloudflare R2'],
    [
      { endpoint: r2, routes: { default: { checksum: 'required' } } },
      'routes.default.checksum: Cloudflare R2',
    ],
    [
      { endpoint: scaleway, routes: { x: { maxFileSize: 5001 * gib } } },
      'routes.x.maxFileSize: Scaleway takes 1000 parts of 5 GiB',
    ],
    [{ store: { listParts: false } }, 'routes.default.multipartThreshold: This store cannot list'],
    [{ store: { maxParts: 0 } }, 'store.maxParts must be 1 to 10000'],
    [{ store: { forms: 'no' } }, 'store.forms must be true or false'],
    [{ store: { conditions: ['delete'] } }, 'store.conditions must be a list'],
    [{ store: { checksums: 'some' } }, 'store.checksums must be'],
    [{ store: { form: false } }, 'store.form is not an option'],
  ])('is refused at start: %j', (options, fault) => {
    // Reason: host options come from JavaScript and JSON, too.
    expect(() => uploadService({ endpoint: undefined, ...(options as Partial<UploadsOptions>) })).toThrow(
      fault,
    )
  })

  it('publishes that it verifies no checksum, and binds none', async () => {
    const options = { endpoint: 'https://s3.us-west-004.backblazeb2.com' }
    const response = await uploadService(options).request('/config')
    expect(((await response.json()) as ConfigResponse).routes.default?.checksum).toBe('none')
    const plan = await planOf(options, { ...photo, sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' })
    expect(plan.kind === 'put' && Object.keys(plan.headers)).not.toContain('x-amz-checksum-sha256')
  })
})
