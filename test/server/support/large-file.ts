/** A file that comes in parts of 8 + 8 + 1 MiB, and what a client does with it, against the embedded S3. */
import { createHash, randomBytes } from 'node:crypto'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { PartsResponse, PresignedPart } from '../../../component/protocol.ts'
import { aws, client, presignParts, service } from './local-journey.ts'
import { photo } from './upload-service.ts'

export const mib = 1024 ** 2
export const content = randomBytes(17 * mib)
export const large = { ...photo, size: content.length }
export const checked = { ...large, partChecksum: 'sha256' }
export const sliceOf = (partNumber: number) =>
  content.subarray((partNumber - 1) * 8 * mib, partNumber * 8 * mib)
export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
export const sums = Object.fromEntries(
  [1, 2, 3].map((number) => [number, sha256Of(sliceOf(number)).toString('base64')]),
)
export const composite = `${sha256Of(Buffer.concat([1, 2, 3].map((number) => sha256Of(sliceOf(number))))).toString('base64')}-3`

export const put = ({ partNumber, url, headers = {} }: PresignedPart, bytes = sliceOf(partNumber)) =>
  fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })

async function parts(body: object, from = service): Promise<PartsResponse> {
  const response = await from.post('/parts', body)
  expect(response.status).toBe(200)
  return (await response.json()) as PartsResponse
}

export async function signed(body: object, from = service) {
  const answer = await parts(body, from)
  if (answer.kind !== 'signed') throw new Error('Signed parts are expected')
  return answer
}

export async function stored(body: object, from = service) {
  const answer = await parts(body, from)
  if (answer.kind !== 'stored') throw new Error('Stored parts are expected')
  return answer
}

export const unfinished = async (key: string) => {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: aws.bucket }))
  return Uploads.filter((upload) => upload.Key === key).length
}

export async function putAll(file: object = large) {
  const grant = await presignParts(file)
  for (const part of grant.plan.parts) expect((await put(part)).status).toBe(200)
  return grant
}
