import { CopyObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { encodeKey } from '../../../server/aws/sign-query.ts'
import type { ConditionalOperation } from '../../../server/upload/store-capabilities.ts'
import { awsErrorOf } from './aws-fault.ts'
import { type Finding, failure, ok, skipped } from './finding.ts'
import type { StoreAccess } from './store-access.ts'

const CONDITIONS = { check: 'conditions', role: 'api' } as const
const TESTED = ['put', 'copy'] as const

/** Whether a second object under one key is refused where the API counts on `If-None-Match: *`. */
export async function checkConditions(
  { s3, bucket, prefix }: Pick<StoreAccess, 's3' | 'bucket' | 'prefix'>,
  conditions: readonly ConditionalOperation[],
  addKey: (key: string) => void,
): Promise<Finding[]> {
  if (!TESTED.some((name) => conditions.includes(name))) return []
  const id = crypto.randomUUID()
  const source = { Bucket: bucket, Key: `${prefix}doctor-${id}-source` }
  const target = { Bucket: bucket, Key: `${prefix}doctor-${id}-target` }
  addKey(source.Key)
  addKey(target.Key)
  const put = () => {
    const condition = conditions.includes('put') ? { IfNoneMatch: '*' } : {}
    return s3.send(new PutObjectCommand({ ...source, Body: 'doctor', ...condition }))
  }
  const copy = () =>
    s3.send(
      new CopyObjectCommand({
        ...target,
        CopySource: `${bucket}/${encodeKey(source.Key)}`,
        IfNoneMatch: '*',
      }),
    )
  try {
    await put()
    const ignored: ConditionalOperation[] = []
    if (conditions.includes('put') && (await isRepeatable(put))) ignored.push('put')
    if (conditions.includes('copy')) {
      await copy()
      if (await isRepeatable(copy)) ignored.push('copy')
    }
    const asked = TESTED.filter((name) => conditions.includes(name))
    if (ignored.length === 0)
      return [ok(CONDITIONS, `The store keeps an object that is there (If-None-Match: ${asked.join(', ')}).`)]
    const observed = conditions.filter((name) => !ignored.includes(name))
    return [
      failure(CONDITIONS, `The store ignores If-None-Match of ${ignored.join(' and ')}.`, {
        visitor: 'Nothing, until two completions of one upload meet: the later one wins.',
        change: 'Say so, and the API looks for the object before it writes.',
        document: { UPLOAD_STORE: JSON.stringify({ conditions: observed }) },
      }),
    ]
  } catch (error) {
    return [
      skipped(CONDITIONS, `The store could not be asked for If-None-Match (${awsErrorOf(error).code}).`),
    ]
  }
}

async function isRepeatable(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (awsErrorOf(error).status === 412) return false
    throw error
  }
}
