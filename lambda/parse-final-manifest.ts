import { isRecord } from './is-record.ts'
import type { FailedManifest, ReadyManifest } from './manifest.ts'
import { parseJson } from './parse-json.ts'

/** A manifest that this code has written and committed; `null` for anything else. */
export function parseFinalManifest(text: string): ReadyManifest | FailedManifest | null {
  const value = parseJson(text)
  return isFinal(value) ? value : null
}

function isFinal(value: unknown): value is ReadyManifest | FailedManifest {
  if (!isRecord(value) || value.version !== 1 || typeof value.id !== 'string' || !isRecord(value.source))
    return false
  if (typeof value.processedAt !== 'string') return false
  if (value.state === 'failed') return typeof value.code === 'string' && typeof value.detail === 'string'
  return (
    value.state === 'ready' &&
    isRecord(value.image) &&
    Array.isArray(value.variants) &&
    Array.isArray(value.warnings)
  )
}
