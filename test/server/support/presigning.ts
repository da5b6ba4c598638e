/** Asks for grants and opens the signed policies, for tests. */
import { expect } from 'vitest'
import type { PresignResponse } from '../../../component/protocol.ts'
import type { UploadsOptions } from '../../../server/index.ts'
import { uploadService } from './upload-service.ts'

export const sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

// Escaped, so it does not look like a template.
export const placeholder = '\u0024{filename}'

export async function presign(files: object[], options: Partial<UploadsOptions> = {}, request: object = {}) {
  const response = await uploadService(options).post('/presign', { files, ...request })
  expect(response.status).toBe(200)
  const { uploads } = (await response.json()) as PresignResponse
  return uploads.map((upload) => {
    if (!upload.ok) return { ...upload, fields: {}, policy: { expiration: '', conditions: [] } }
    if (upload.plan.kind !== 'post') throw new Error('Only form posts are planned')
    const { fields, url } = upload.plan
    return { ...upload, fields, url, policy: JSON.parse(atob(fields.Policy ?? '')) }
  })
}

export async function presignOne(file: object, options?: Partial<UploadsOptions>, request?: object) {
  const [upload] = await presign([file], options, request)
  if (upload?.ok !== true) throw new Error(`Refused: ${JSON.stringify(upload?.error)}`)
  return upload
}

export async function codesOf(files: object[], options?: Partial<UploadsOptions>) {
  return (await presign(files, options)).map((upload) => (upload.ok ? 'ok' : upload.error.code))
}
