/**
 * The backend's limits as the drop zone shows them before the engine is there, and hands them to it. A courtesy to the
 * visitor: the backend holds every file against them anyway.
 */
import type { UploaderProperties } from './uploader-properties.ts'

/** What is known of a route's limits; `undefined` is not known. */
export interface ShownLimits {
  readonly accept: string | undefined
  /** Bytes. */
  readonly maxFileSize: number | undefined
}

/** The answer as it came; undefined where there is none. */
export async function fetchConfig({ endpoint, headers, credentials }: UploaderProperties): Promise<unknown> {
  try {
    const response = await fetch(`${endpoint.replace(/\/+$/, '')}/config`, {
      credentials,
      headers: typeof headers === 'function' ? await headers() : headers,
    })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

export function shownLimits(config: unknown, route: string): ShownLimits {
  const limits = at(at(config, 'routes'), route)
  const types = at(limits, 'allowedContentTypes')
  const maxFileSize = at(limits, 'maxFileSize')
  return {
    accept: Array.isArray(types) ? types.join() : undefined,
    maxFileSize: typeof maxFileSize === 'number' ? maxFileSize : undefined,
  }
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
