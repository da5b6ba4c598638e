/** Parses the Lambda's manifest. Pure. */
import { derivedFolder, type Manifest, type ManifestVariant } from '../../lambda/manifest.ts'
import { parseJson } from './parse-json.ts'

/**
 * `null` when the text is not a manifest of this upload. URLs are signed for its variants, so they must lie in the
 * upload's own folder or, where the processor replaces originals, under the upload's own key.
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
      isOptional(value.warnings, (warnings) => Array.isArray(warnings) && warnings.every(isString)) &&
      isRecord(value.metadata) &&
      Object.values(value.metadata).every(isString) &&
      Array.isArray(value.variants) &&
      value.variants.every(
        (variant) => isVariant(variant) && (variant.key.startsWith(folder) || variant.key === expected.key),
      ))
  return known ? (value as unknown as Manifest) : null
}

function isVariant(value: unknown): value is ManifestVariant {
  return (
    isRecord(value) &&
    [value.name, value.key, value.contentType].every(isString) &&
    [value.width, value.height, value.size].every(isNumber) &&
    isOptional(value.frames, isNumber) &&
    isOptional(value.hdr, (hdr) => hdr === 'kept' || hdr === 'lost')
  )
}

function isImage(value: unknown): boolean {
  return (
    isRecord(value) &&
    isString(value.format) &&
    [value.width, value.height, value.orientation, value.frames].every(isNumber) &&
    isBoolean(value.hasAlpha) &&
    (value.capturedAt === null || isString(value.capturedAt)) &&
    [value.contentType, value.colorSpace, value.camera, value.lens, value.exposure, value.copyright].every(
      (text) => isOptional(text, isString),
    ) &&
    [value.size, value.bitDepth, value.durationMs, value.loop, value.density].every((count) =>
      isOptional(count, isNumber),
    ) &&
    [value.hdr, value.hasLocation].every((flag) => isOptional(flag, isBoolean)) &&
    isOptional(
      value.placeholder,
      (placeholder) =>
        isRecord(placeholder) && isString(placeholder.thumbHash) && isString(placeholder.color),
    )
  )
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value)
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
