import { createHash } from 'node:crypto'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { expectNothingStored, readResponse, startAws } from './aws-under-test.ts'
import {
  inTenMinutes,
  lowerCased,
  rawForm,
  send,
  sendRaw,
  signForm,
  signPolicy,
  usualConditions,
} from './signed-form.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

type Tamper = (fields: Record<string, string>) => Record<string, string | undefined>

describe('a form that was changed after signing', () => {
  const cases: [what: string, tamper: Tamper, status: number, code: string][] = [
    ['key', () => ({ key: 'photos/dog.png' }), 403, 'AccessDenied'],
    ['type', () => ({ 'content-type': 'text/html' }), 403, 'AccessDenied'],
    ['type left out', () => ({ 'content-type': undefined }), 403, 'AccessDenied'],
    ['metadata', () => ({ 'x-amz-meta-owner': 'eve' }), 403, 'AccessDenied'],
    ['metadata left out', () => ({ 'x-amz-meta-owner': undefined }), 403, 'AccessDenied'],
    ['status', () => ({ success_action_status: '200' }), 403, 'AccessDenied'],
    ['bucket', () => ({ bucket: 'other' }), 403, 'AccessDenied'],
    ['checksum', () => ({ 'x-amz-checksum-sha256': sha256('woof') }), 403, 'AccessDenied'],
    ['date', () => ({ 'x-amz-date': '20200101T000000Z' }), 400, 'InvalidArgument'],
    ['an additional field', () => ({ 'x-amz-meta-evil': 'yes' }), 403, 'AccessDenied'],
    ['an acl', () => ({ acl: 'public-read' }), 403, 'AccessDenied'],
    ['signature', () => ({ 'x-amz-signature': '0'.repeat(64) }), 403, 'SignatureDoesNotMatch'],
    [
      'signature cut',
      ({ 'x-amz-signature': old = '' }) => ({ 'x-amz-signature': old.slice(1) }),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'signature with an additional letter',
      ({ 'x-amz-signature': old = '' }) => ({ 'x-amz-signature': `${old}x` }),
      403,
      'SignatureDoesNotMatch',
    ],
    ['signature left out', () => ({ 'x-amz-signature': undefined }), 400, 'InvalidArgument'],
    ['policy left out', () => ({ policy: undefined }), 403, 'AccessDenied'],
    ['algorithm', () => ({ 'x-amz-algorithm': 'AWS4-HMAC-MD5' }), 400, 'InvalidArgument'],
    [
      'credential',
      ({ 'x-amz-credential': old = '' }) => ({ 'x-amz-credential': old.replace(/^A/, 'B') }),
      403,
      'InvalidAccessKeyId',
    ],
    [
      'region',
      ({ 'x-amz-credential': old = '' }) => ({ 'x-amz-credential': old.replace('us-east-1', 'eu-west-1') }),
      400,
      'InvalidArgument',
    ],
    ['key left out', () => ({ key: undefined }), 400, 'InvalidArgument'],
  ]

  it.each(cases)('is refused: %s', async (_what, tamper, status, code) => {
    const aws = await startAws()
    const { url, fields } = lowerCased(
      await signForm(aws, {
        Fields: {
          'content-type': 'image/png',
          'x-amz-meta-owner': 'ann',
          success_action_status: '201',
          'x-amz-checksum-sha256': sha256('meow'),
        },
      }),
    )
    const changed = Object.entries({ ...fields, ...tamper(fields) }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    )
    const response = await readResponse(await send({ url, fields: Object.fromEntries(changed) }))
    expect(response).toMatchObject({ status, code })
    await expectNothingStored(aws)
  })

  it('is refused if any byte of the policy changed', async () => {
    const aws = await startAws()
    const { url, fields } = lowerCased(await signForm(aws))
    const { policy = '' } = fields
    expect(policy.length).toBeGreaterThan(100)
    for (let at = 0; at < policy.length; at += 7) {
      const other = policy[at] === 'A' ? 'B' : 'A'
      const changed = policy.slice(0, at) + other + policy.slice(at + 1)
      const response = await readResponse(await send({ url, fields: { ...fields, policy: changed } }))
      expect(response, `byte ${at}`).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    }
    await expectNothingStored(aws)
  })

  it('is refused by a bucket that it was not signed for', async () => {
    const aws = await startAws()
    await aws.s3.send(new CreateBucketCommand({ Bucket: 'other-bucket' }))
    const { fields } = lowerCased(await signForm(aws))
    const response = await readResponse(await send({ url: `${aws.s3Endpoint}/other-bucket`, fields }))
    expect(response).toMatchObject({ status: 403, code: 'AccessDenied' })
    await expectNothingStored(aws)
  })

  it('names the fields that no condition covers', async () => {
    const aws = await startAws()
    const { url, fields } = lowerCased(await signForm(aws))
    const response = await readResponse(await send({ url, fields: { ...fields, 'x-amz-meta-evil': 'yes' } }))
    expect(response.message).toBe('Invalid according to Policy: Extra input fields: x-amz-meta-evil')
  })

  it('is refused with a file of another field name before the file', async () => {
    const aws = await startAws()
    const { url, fields } = lowerCased(await signForm(aws))
    const parts = Object.entries(fields).map(([name, value]) => ({ name, value }))
    const body = rawForm([
      ...parts,
      { name: 'attachment', value: 'x', fileName: 'x.bin' },
      { name: 'file', value: 'meow', fileName: 'cat.png' },
    ])
    expect(await readResponse(await sendRaw(url, body))).toMatchObject({ status: 403, code: 'AccessDenied' })
    await expectNothingStored(aws)
  })

  it('is refused when a field occurs twice', async () => {
    const aws = await startAws()
    const { url, fields } = lowerCased(await signForm(aws))
    const parts = Object.entries(fields).map(([name, value]) => ({ name, value }))
    const body = rawForm([
      { name: 'key', value: 'photos/dog.png' },
      ...parts,
      { name: 'file', value: 'meow', fileName: 'cat.png' },
    ])
    expect(await readResponse(await sendRaw(url, body))).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
    })
    await expectNothingStored(aws)
  })
})

describe('the policy document', () => {
  const policies: [what: string, policy: object | string, status: number, code: string][] = [
    ['expired', { expiration: '2020-01-01T00:00:00Z', conditions: usualConditions }, 403, 'AccessDenied'],
    ['no JSON', 'not json', 400, 'InvalidPolicyDocument'],
    ['JSON null', 'null', 400, 'InvalidPolicyDocument'],
    ['no expiration', { conditions: usualConditions }, 400, 'InvalidPolicyDocument'],
    ['no conditions', { expiration: inTenMinutes() }, 400, 'InvalidPolicyDocument'],
    [
      'an unknown operator',
      { expiration: inTenMinutes(), conditions: [...usualConditions, ['ends-with', '$key', '.png']] },
      400,
      'InvalidPolicyDocument',
    ],
    [
      'an empty range',
      { expiration: inTenMinutes(), conditions: [...usualConditions, ['content-length-range', 5, 1]] },
      400,
      'InvalidPolicyDocument',
    ],
    [
      'two names in one object',
      { expiration: inTenMinutes(), conditions: [...usualConditions, { a: 'x', b: 'y' }] },
      400,
      'InvalidPolicyDocument',
    ],
    [
      'a condition on a field that is not there',
      { expiration: inTenMinutes(), conditions: [...usualConditions, ['starts-with', '$acl', '']] },
      403,
      'AccessDenied',
    ],
    ['conditions that name nothing', { expiration: inTenMinutes(), conditions: [] }, 403, 'AccessDenied'],
  ]

  it.each(policies)('is refused: %s', async (_what, policy, status, code) => {
    const aws = await startAws()
    expect(await readResponse(await send(signPolicy(aws, policy)))).toMatchObject({ status, code })
    await expectNothingStored(aws)
  })

  it('is accepted with the usual conditions', async () => {
    const aws = await startAws()
    const form = signPolicy(aws, { expiration: inTenMinutes(), conditions: usualConditions })
    expect((await send(form)).status).toBe(204)
  })

  it.each([
    ['image/png', 204],
    ['image/png,image/jpeg', 204],
    ['image/png, image/gif', 204],
    ['image/png,text/html', 403],
    ['text/html,image/png', 403],
    ['IMAGE/png', 403],
  ])('asks every type of a list to start as it says: %s', async (type, status) => {
    const aws = await startAws()
    const conditions = [...usualConditions, ['starts-with', '$Content-Type', 'image/']]
    const form = signPolicy(aws, { expiration: inTenMinutes(), conditions }, { 'Content-Type': type })
    expect((await send(form)).status).toBe(status)
  })
})
