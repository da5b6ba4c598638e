import { formBytes, inTenMinutes, signPolicy, usualConditions } from './form-upload.ts'
import { exchange } from './http-exchange.ts'
import type { S3Target } from './s3-target.ts'

export interface ManyUploads {
  bucket: string
  uploads: number
  /** Simultaneous uploads. */
  clients: number
  /** Prefix of the keys, which end with a number. */
  prefix?: string
}

/** Sends forms of 2,000 bytes. Rejects with the first one that is not stored. */
export async function manyUploads(
  target: S3Target,
  { bucket, uploads, clients, prefix = 'many/' }: ManyUploads,
): Promise<{ seconds: number; perSecond: number; p99: number }> {
  const context = { ...target, bucket, key: prefix }
  const [bucketCondition, , ...others] = usualConditions(context)
  const conditions = [bucketCondition, ['starts-with', '$key', prefix], ...others]
  const { url, fields } = signPolicy(context, { expiration: inTenMinutes(), conditions })
  const startedAt = performance.now()
  const durations: number[] = []
  let next = 0
  const client = async () => {
    for (let index = next++; index < uploads; index = next++) {
      const parts = Object.entries({ ...fields, key: `${prefix}${index}` }).map(([name, value]) => ({
        name,
        value,
      }))
      const form = formBytes([...parts, { name: 'file', value: 'x'.repeat(2000), fileName: 'x' }])
      const sentAt = performance.now()
      const { status, text } = await exchange({
        method: 'POST',
        url,
        headers: { 'content-type': form.contentType },
        body: form.body,
      })
      if (status !== 204) throw new Error(`Upload ${index}: ${status} ${text}`)
      durations.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const seconds = (performance.now() - startedAt) / 1000
  const p99 = durations.sort((a, b) => a - b)[Math.floor(durations.length * 0.99)] ?? 0
  return { seconds, perSecond: uploads / seconds, p99 }
}
