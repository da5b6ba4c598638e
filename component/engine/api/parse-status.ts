/** Parses what is known of processed uploads. Loaded with the code that asks for it. */
import type {
  ImageInfo,
  ProcessingTimings,
  ReadyStatus,
  StatusResponse,
  StatusResult,
  Variant,
} from '../../protocol.ts'
import { parseImageDetails, parseVariantDetails } from './parse-image-info.ts'
import { parseItemError, uploadsOf } from './parse-response.ts'
import { type Fields, list, number, object, string, stringOrNull, strings, unexpected } from './read-json.ts'

export function parseStatus(body: unknown, count: number): StatusResponse {
  const uploads = uploadsOf(body, count, (item): StatusResult => {
    switch (item.state) {
      case 'pending':
        return { state: 'pending', id: string(item.id, 'id') }
      case 'processing':
        return {
          state: 'processing',
          id: string(item.id, 'id'),
          startedAt: string(item.startedAt, 'startedAt'),
        }
      case 'ready':
        return parseReady(item)
      case 'failed':
        return {
          state: 'failed',
          id: string(item.id, 'id'),
          code: string(item.code, 'code'),
          detail: string(item.detail, 'detail'),
          retryable: item.retryable === true,
        }
      case 'unknown':
        return { state: 'unknown', id: stringOrNull(item.id, 'id'), error: parseItemError(item.error) }
      default:
        throw unexpected('state', 'one of pending, processing, ready, failed, unknown', item.state)
    }
  })
  const { retryAfterMs } = object(body, 'response')
  return typeof retryAfterMs === 'number' ? { uploads, retryAfterMs } : { uploads }
}

function parseReady(item: Fields): ReadyStatus {
  return {
    state: 'ready',
    id: string(item.id, 'id'),
    variants: list(item.variants, 'variants', parseVariant),
    image: parseImage(object(item.image, 'image')),
    metadata: strings(item.metadata, 'metadata'),
    timings: parseTimings(object(item.timings, 'timings')),
    ...(Array.isArray(item.warnings) && {
      warnings: item.warnings.filter((code) => typeof code === 'string'),
    }),
  }
}

function parseVariant(value: unknown, path: string): Variant {
  const variant = object(value, path)
  return {
    name: string(variant.name, `${path}.name`),
    key: string(variant.key, `${path}.key`),
    url: string(variant.url, `${path}.url`),
    contentType: string(variant.contentType, `${path}.contentType`),
    width: number(variant.width, `${path}.width`),
    height: number(variant.height, `${path}.height`),
    size: number(variant.size, `${path}.size`),
    ...parseVariantDetails(variant),
  }
}

function parseImage(image: Fields): ImageInfo {
  return {
    format: string(image.format, 'image.format'),
    width: number(image.width, 'image.width'),
    height: number(image.height, 'image.height'),
    orientation: number(image.orientation, 'image.orientation'),
    hasAlpha: image.hasAlpha === true,
    frames: number(image.frames, 'image.frames'),
    capturedAt: stringOrNull(image.capturedAt, 'image.capturedAt'),
    ...parseImageDetails(image),
  }
}

function parseTimings(timings: Fields): ProcessingTimings {
  return {
    fetchMs: number(timings.fetchMs, 'timings.fetchMs'),
    transformMs: number(timings.transformMs, 'timings.transformMs'),
    storeMs: number(timings.storeMs, 'timings.storeMs'),
  }
}
