import { parseJson } from './upload/parse-json.ts'
import type { StoreOptions } from './upload/store-capabilities.ts'

/** The JSON of `UPLOAD_STORE`. Only its outermost shape is checked: the API validates every member when it starts. */
export function storeFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): StoreOptions {
  const text = env.UPLOAD_STORE?.trim()
  if (!text) return {}
  const value = parseJson(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  faults.push('UPLOAD_STORE must be a JSON object, for example {"forms": false}')
  return {}
}
