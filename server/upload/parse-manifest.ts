/** The manifest as text becomes the Lambda's type, or nothing. */
import { derivedFolder, type Manifest, type ManifestVariant } from '../../lambda/manifest.ts'

/**
 * `null` when the text is no manifest of this upload. Variants must lie in the upload's own folder or, where the
 * processor replaces originals, under the upload's own key: we are about to sign URLs for them.
 */
export function parseManifest(
  text: string,
  expected: { id: string; key: string; prefix: string },
): Manifest | null {
  const value = parseJson(text)
  if (!isRecord(value) || value.version !== 1 || value.id !== expected.id) return null
  const folder = derivedFolder(expected.prefix, expected.id)
  const known =
    (value.state === 'processing' && isString(value.startedAt)) ||
    (value.state === 'failed' &&
      isString(value.code) &&
      isString(value.detail) &&
      isBoolean(value.retryable)) ||
    (value.state === 'ready' &&
      isImage(value.image) &&
      isTimings(value.timings) &&
      isRecord(value.metadata) &&
      Object.values(value.metadata).every(isString) &&
      Array.isArray(value.variants) &&
      value.variants.every(
        (variant) => isVariant(variant) && (variant.key.startsWith(folder) || variant.key === expected.key),
      ))
  return known ? (value as unknown as Manifest) : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isVariant(value: unknown): value is ManifestVariant {
  return (
    isRecord(value) &&
    [value.name, value.key, value.contentType].every(isString) &&
    [value.width, value.height, value.size].every(isNumber)
  )
}

function isImage(value: unknown): boolean {
  return (
    isRecord(value) &&
    isString(value.format) &&
    [value.width, value.height, value.orientation, value.frames].every(isNumber) &&
    isBoolean(value.hasAlpha) &&
    (value.capturedAt === null || isString(value.capturedAt))
  )
}

function isTimings(value: unknown): boolean {
  return isRecord(value) && [value.fetchMs, value.transformMs, value.storeMs].every(isNumber)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}
