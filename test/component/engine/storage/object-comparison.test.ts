import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { isSameObject } from '../../../../component/engine/storage/object-comparison.ts'
import type { UploadPlan } from '../../../../component/protocol.ts'

const { signal } = new AbortController()
const content = Uint8Array.from({ length: 95 }, (_, index) => index)
const file = new Blob([content])
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()
const form: UploadPlan = { kind: 'post', url: '', fields: {} }
const inParts: UploadPlan = { kind: 'multipart', partSize: 10, partCount: 10, parts: [] }
const whole = md5(content).toString('hex')
const ofParts = `${md5(
  Buffer.concat(Array.from({ length: 10 }, (_, index) => md5(content.subarray(index * 10, index * 10 + 10)))),
).toString('hex')}-10`
const sha256 = createHash('sha256').update(content).digest('base64')

it.each<[string, boolean, UploadPlan, string, string | null]>([
  ['a form by its MD5', true, form, `"${whole}"`, null],
  ['parts by the MD5 of their MD5s', true, inParts, `"${ofParts}"`, null],
  ['parts that were copied to one object', true, inParts, `"${whole}"`, null],
  ['anything by its SHA-256', true, form, '"opaque"', sha256],
  ['parts with a SHA-256 of parts, by the ETag', true, inParts, `"${ofParts}"`, `${sha256}-10`],
  ['a form of other content', false, form, `"${md5(content.subarray(1)).toString('hex')}"`, null],
  ['a form with another SHA-256', false, form, `"${whole}"`, 'x'],
  ['parts of another number', false, inParts, `"${ofParts.replace('-10', '-9')}"`, null],
  ['an ETag of KMS', false, form, '"0f343b0931126a20f133d67c2b018a3b"', null],
])('knows %s: %s', async (_, expected, plan, etag, checksum) => {
  expect(await isSameObject(file, plan, { etag, sha256: checksum }, signal)).toBe(expected)
})
