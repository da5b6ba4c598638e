import { describe, expect, it } from 'vitest'
import { ConfigError, type UploadsOptions } from '../../../server/index.ts'
import { uploads } from '../support/api.ts'
import { required } from '../support/upload-service.ts'

function faultsOf(options: object): readonly string[] {
  try {
    uploads(options as UploadsOptions)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

const whole = { ...required, authorize: 'public' }

describe('construction', () => {
  it('succeeds with the four required options', () => {
    expect(faultsOf(whole)).toEqual([])
  })

  it('lists everything that is missing at once', () => {
    const faults = faultsOf({})
    expect(faults.map((fault) => fault.split(' ', 1)[0])).toEqual([
      'secret',
      'authorize',
      'bucket',
      'topicArn',
    ])
    expect(() => uploads({} as UploadsOptions)).toThrow(faultsOf({}).join('\n  - '))
  })

  it.each([
    [{ authorize: true }, 'authorize'],
    [{ authorize: 'Public' }, 'authorize'],
    [{ secret: 'x'.repeat(31) }, '31 bytes'],
    [{ secret: [] }, 'secret is missing'],
    [{ secret: ['x'.repeat(32), 'short'] }, 'secret 2 of 2 has 5 bytes'],
    [{ secret: [undefined] }, 'secret has 0 bytes'],
    [{ bucket: 'arn:aws:s3:eu-west-1:000000000000:accesspoint/x' }, 'name its alias'],
    [{ bucket: 'arn:aws:s3::000000000000:accesspoint/x.mrap' }, 'Multi-Region Access Point'],
    [{ bucket: 'x.mrap' }, 'Multi-Region Access Point'],
    [{ bucket: 'arn:aws:s3-outposts:eu-west-1:000000000000:outpost/op/accesspoint/x' }, 'S3 on Outposts'],
    [{ bucket: 'arn:aws:s3-object-lambda:eu-west-1:000000000000:accesspoint/x' }, 'Object Lambda'],
    [{ bucket: 'arn:aws:s3:::acme-in' }, 'give its name alone'],
    [{ bucket: 'acme--euw1-az1--x-s3' }, 'bucket is a directory bucket (S3 Express One Zone)'],
    [{ derivedBucket: 'acme--euw1-az1--x-s3' }, 'derivedBucket is a directory bucket'],
    [{ routes: { x: { bucket: 'acme--euw1-az1--x-s3' } } }, 'routes.x.bucket is a directory bucket'],
    [{ bucket: 'acme--euw1-az1--xa-s3' }, 'access point of a directory bucket'],
    [{ bucket: 'acme--table-s3' }, 'table bucket'],
    [{ bucket: 'acme--ol-s3' }, 'Object Lambda'],
    [{ bucket: 'xn--acme' }, 'reserves'],
    [{ bucket: 'ac..me' }, 'dots'],
    [{ bucket: '10.0.0.1' }, 'IP address'],
    [{ bucket: 'UPPER' }, 'bucket is not a plain'],
    [{ derivedBucket: 'a/b' }, 'derivedBucket is not a plain'],
    [{ topicArn: 'uploads' }, 'topicArn is not'],
    [{ topicArn: 'arn:aws:sqs:eu-west-1:000000000000:q' }, 'topicArn is not'],
    [{ endpoint: 'localhost:9000' }, 'endpoint is not an http(s) URL'],
    [{ prefix: 'uploads' }, 'prefix must'],
    [{ prefix: '/uploads/' }, 'prefix must'],
    [{ prefix: 'up$loads/' }, 'prefix must'],
    [{ prefix: '' }, 'prefix must'],
    [{ derivedPrefix: 'uploads/derived/' }, 'must not contain each other'],
    [{ prefix: 'derived/in/' }, 'must not contain each other'],
    [{ variantUrlSeconds: 604_801 }, 'variantUrlSeconds'],
    [{ completeWithinSeconds: 1.5 }, 'completeWithinSeconds'],
    [{ routes: { 'a/b': {} } }, 'not a route name'],
    [{ routes: { A: {} } }, 'not a route name'],
    [{ multipartWithinSeconds: 3599 }, 'multipartWithinSeconds'],
    [{ partUrlSeconds: 604_801 }, 'partUrlSeconds'],
    [{ routes: { default: { maxFileSize: 10_000 * 5 * 1024 ** 3 + 1 } } }, 'routes.default.maxFileSize'],
    [
      { routes: { default: { maxFileSize: 5 * 1024 ** 3 + 1, multipartThreshold: null } } },
      'routes.default.maxFileSize',
    ],
    [{ routes: { default: { multipartThreshold: 5 * 1024 ** 3 + 1 } } }, 'routes.default.multipartThreshold'],
    [{ routes: { default: { multipartThreshold: -1 } } }, 'routes.default.multipartThreshold'],
    [
      { routes: { default: { processedContentTypes: ['films'] } } },
      'routes.default.processedContentTypes: "films"',
    ],
    [{ routes: { default: { multipartThreshold: Number.NaN } } }, 'routes.default.multipartThreshold'],
    [{ routes: { default: { maxFileSize: Number.NaN } } }, 'routes.default.maxFileSize'],
    [{ routes: { x: { minFileSize: 10, maxFileSize: 5 } } }, 'routes.x.minFileSize'],
    [{ routes: { x: { maxFiles: 101 } } }, 'routes.x.maxFiles'],
    [{ routes: { x: { expiresInSeconds: Number.NaN } } }, 'routes.x.expiresInSeconds'],
    [{ routes: { x: { checksum: 'maybe' } } }, 'routes.x.checksum'],
    [{ routes: { x: { allowedContentTypes: [] } } }, 'routes.x.allowedContentTypes'],
    [{ routes: { x: { allowedContentTypes: ['*/*'] } } }, 'routes.x.allowedContentTypes'],
    [{ routes: { x: { allowedContentTypes: ['.jpg'] } } }, 'routes.x.allowedContentTypes'],
  ])('refuses %j', (options, fault) => {
    const faults = faultsOf({ ...whole, ...options })
    expect(faults.join('\n')).toContain(fault)
  })

  it('allows the alias of an access point', () => {
    expect(faultsOf({ ...whole, bucket: 'acme-in-abc123def456-s3alias' })).toEqual([])
  })

  it('allows files of up to 50 TB in parts', () => {
    const routes = { video: { maxFileSize: 10_000 * 5 * 1024 ** 3 } }
    expect(faultsOf({ ...whole, routes })).toEqual([])
  })

  it('allows results below the upload prefix in a bucket of their own', () => {
    expect(faultsOf({ ...whole, derivedBucket: 'acme-out', derivedPrefix: 'uploads/derived/' })).toEqual([])
  })

  it('never quotes a secret', () => {
    expect(faultsOf({ ...whole, secret: 'hunter2' }).join()).not.toContain('hunter2')
  })
})
