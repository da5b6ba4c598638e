import type { UploadError } from '../../../component/engine/upload/upload-error.ts'

/** `api-unreachable: No response … (https://example.com/uploads/config, connect ECONNREFUSED 203.0.113.7:443)` */
export function errorLine(error: UploadError): string {
  const facts = [error.url, rootOf(error.cause)].filter((fact) => fact !== undefined)
  return `${error.code}: ${error.message}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
}

/** What `fetch` failed with is the cause of its cause. */
function rootOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  return rootOf(cause.cause) ?? (cause.message || undefined)
}
