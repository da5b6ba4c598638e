import type { ReprocessRequest } from './reprocess-request.ts'

/** Keys in one event: more would not end within one invocation. */
const MAX_KEYS = 1000

/**
 * Reads `{"type": "upload.reprocess", "bucket", "key" | "keys" | "prefix", "force"?}`. Returns the fault as text when
 * the request is not complete.
 */
export function parseReprocessRequest(event: Record<string, unknown>): ReprocessRequest | string {
  const { bucket, key, keys, prefix } = event
  const force = event.force === true
  if (typeof bucket !== 'string' || bucket === '') return 'no bucket'
  if (typeof prefix === 'string') return { bucket, selection: { kind: 'prefix', prefix }, force }
  const list: unknown[] = Array.isArray(keys) ? keys : [key]
  const texts = list.filter((item) => typeof item === 'string' && item !== '')
  if (texts.length === 0 || texts.length < list.length) return 'neither key, keys nor prefix'
  if (texts.length > MAX_KEYS) return `more than ${MAX_KEYS} keys`
  return { bucket, selection: { kind: 'keys', keys: texts.map(String) }, force }
}
