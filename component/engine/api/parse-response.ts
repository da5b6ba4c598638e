/**
 * Parses responses of the API: `unknown` in, a type of the wire contract out, or an UploadError `protocol`. Unknown
 * fields are ignored and unknown error codes kept, so that a newer API may add some.
 */
import type {
  CompletedUpload,
  CompleteResult,
  ConfigResponse,
  ImageInfo,
  ItemError,
  PresignedPart,
  PresignedUpload,
  PresignResult,
  Problem,
  ProcessingTimings,
  ReadyStatus,
  RouteLimits,
  StatusResponse,
  StatusResult,
  StoredPart,
  UploadPlan,
  Variant,
} from '../../protocol.ts'
import { parseImageDetails, parseVariantDetails } from './parse-image-info.ts'
import {
  type Fields,
  isFields,
  list,
  number,
  object,
  string,
  stringOrNull,
  strings,
  unexpected,
} from './read-json.ts'

export function parseConfig(body: unknown): ConfigResponse {
  const routes = Object.entries(object(object(body, 'config').routes, 'config.routes'))
  const limits = routes.map(([name, route]) => [name, parseLimits(route, `config.routes.${name}`)] as const)
  return { version: 1, routes: Object.fromEntries(limits) }
}

export function parsePresign(body: unknown, count: number): PresignResult[] {
  return uploadsOf(body, count, (item): PresignResult => {
    if (item.ok !== true)
      return { ok: false, ref: string(item.ref, 'ref'), error: parseItemError(item.error) }
    const upload: PresignedUpload = {
      ok: true,
      ref: string(item.ref, 'ref'),
      id: string(item.id, 'id'),
      key: string(item.key, 'key'),
      ticket: string(item.ticket, 'ticket'),
      expiresAt: string(item.expiresAt, 'expiresAt'),
      plan: parsePlan(object(item.plan, 'plan')),
    }
    return upload
  })
}

export function parseComplete(body: unknown, count: number): CompleteResult[] {
  return uploadsOf(body, count, (item): CompleteResult => {
    if (item.ok !== true)
      return { ok: false, id: stringOrNull(item.id, 'id'), error: parseItemError(item.error) }
    const upload: CompletedUpload = {
      ok: true,
      id: string(item.id, 'id'),
      key: string(item.key, 'key'),
      size: number(item.size, 'size'),
      contentType: string(item.contentType, 'contentType'),
      etag: string(item.etag, 'etag'),
      versionId: stringOrNull(item.versionId, 'versionId'),
      sha256: stringOrNull(item.sha256, 'sha256'),
      messageId: stringOrNull(item.messageId, 'messageId'),
    }
    return item.data === undefined ? upload : { ...upload, data: item.data }
  })
}

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

/** Every part that was asked for, in that order. */
export function parseSignedParts(body: unknown, partNumbers: readonly number[]): PresignedPart[] {
  const parts = list(object(body, 'response').parts, 'parts', parsePart)
  const byNumber = new Map(parts.map((part) => [part.partNumber, part]))
  return partNumbers.map((partNumber) => {
    const part = byNumber.get(partNumber)
    if (part === undefined) throw unexpected('parts', `to hold part ${partNumber}`, parts.length)
    return part
  })
}

export function parseStoredParts(body: unknown): { parts: StoredPart[]; nextPartNumber: number | null } {
  const response = object(body, 'response')
  const parts = list(response.parts, 'parts', (value, path): StoredPart => {
    const part = object(value, path)
    const stored = {
      partNumber: number(part.partNumber, `${path}.partNumber`),
      size: number(part.size, `${path}.size`),
      etag: string(part.etag, `${path}.etag`),
    }
    return part.sha256 === undefined ? stored : { ...stored, sha256: string(part.sha256, `${path}.sha256`) }
  })
  const { nextPartNumber } = response
  return { parts, nextPartNumber: nextPartNumber === null ? null : number(nextPartNumber, 'nextPartNumber') }
}

/** A problem document, or undefined where the body is none. */
export function parseProblem(body: unknown): Pick<Problem, 'code' | 'detail' | 'retryable'> | undefined {
  if (!isFields(body) || typeof body.code !== 'string') return undefined
  return {
    code: body.code,
    detail: typeof body.detail === 'string' ? body.detail : '',
    retryable: body.retryable === true,
  }
}

function parseLimits(value: unknown, path: string): RouteLimits {
  const limits = object(value, path)
  const { checksum, processedContentTypes } = limits
  return {
    maxFileSize: number(limits.maxFileSize, `${path}.maxFileSize`),
    minFileSize: number(limits.minFileSize, `${path}.minFileSize`),
    allowedContentTypes: list(limits.allowedContentTypes, `${path}.allowedContentTypes`, string),
    maxFiles: number(limits.maxFiles, `${path}.maxFiles`),
    multipartThreshold:
      limits.multipartThreshold === null
        ? null
        : number(limits.multipartThreshold, `${path}.multipartThreshold`),
    checksum: checksum === 'required' || checksum === 'optional' ? checksum : 'none',
    ...(processedContentTypes !== undefined && {
      processedContentTypes: list(processedContentTypes, `${path}.processedContentTypes`, string),
    }),
  }
}

function parsePlan(plan: Fields): UploadPlan {
  switch (plan.kind) {
    case 'post':
      return {
        kind: 'post',
        url: string(plan.url, 'plan.url'),
        fields: strings(plan.fields, 'plan.fields'),
      }
    case 'put':
      return {
        kind: 'put',
        url: string(plan.url, 'plan.url'),
        headers: strings(plan.headers, 'plan.headers'),
      }
    case 'multipart': {
      const multipart = {
        kind: 'multipart' as const,
        partSize: number(plan.partSize, 'plan.partSize'),
        partCount: number(plan.partCount, 'plan.partCount'),
        parts: list(plan.parts, 'plan.parts', parsePart),
      }
      return plan.partChecksum === 'sha256' ? { ...multipart, partChecksum: 'sha256' } : multipart
    }
    default:
      throw unexpected('plan.kind', 'one of post, put, multipart', plan.kind)
  }
}

function parsePart(value: unknown, path: string): PresignedPart {
  const part = object(value, path)
  const signed = {
    partNumber: number(part.partNumber, `${path}.partNumber`),
    url: string(part.url, `${path}.url`),
  }
  return part.headers === undefined
    ? signed
    : { ...signed, headers: strings(part.headers, `${path}.headers`) }
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

function parseItemError(value: unknown): ItemError {
  const error = object(value, 'error')
  return {
    code: string(error.code, 'error.code'),
    detail: string(error.detail, 'error.detail'),
    retryable: error.retryable === true,
    ...(typeof error.limit === 'number' && { limit: error.limit }),
    ...(typeof error.retryAfterMs === 'number' && { retryAfterMs: error.retryAfterMs }),
  }
}

function uploadsOf<T>(body: unknown, count: number, parse: (item: Fields) => T): T[] {
  const uploads = list(object(body, 'response').uploads, 'uploads', (item, path) => parse(object(item, path)))
  if (uploads.length !== count) throw unexpected('uploads', `${count} items`, uploads.length)
  return uploads
}
