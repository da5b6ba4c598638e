/**
 * Parses responses of the API: `unknown` in, a type of the wire contract out, or an UploadError `protocol`. Unknown
 * fields are ignored and unknown error codes kept, so that a newer API may add some. Where a field may be left out, null
 * counts as left out: serializers of other languages write it.
 */
import type {
  CompletedUpload,
  CompleteResult,
  ConfigResponse,
  ItemError,
  PresignedPart,
  PresignedUpload,
  PresignResult,
  Problem,
  RouteLimits,
  StoredPart,
  UploadPlan,
} from '../../protocol.ts'
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
    return part.sha256 == null ? stored : { ...stored, sha256: string(part.sha256, `${path}.sha256`) }
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
    ...(processedContentTypes != null && {
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
  return part.headers == null ? signed : { ...signed, headers: strings(part.headers, `${path}.headers`) }
}

export function parseItemError(value: unknown): ItemError {
  const error = object(value, 'error')
  return {
    code: string(error.code, 'error.code'),
    detail: string(error.detail, 'error.detail'),
    retryable: error.retryable === true,
    ...(typeof error.limit === 'number' && { limit: error.limit }),
    ...(typeof error.retryAfterMs === 'number' && { retryAfterMs: error.retryAfterMs }),
  }
}

/** As many items as were asked for. */
export function uploadsOf<T>(body: unknown, count: number, parse: (item: Fields) => T): T[] {
  const uploads = list(object(body, 'response').uploads, 'uploads', (item, path) => parse(object(item, path)))
  if (uploads.length !== count) throw unexpected('uploads', `${count} items`, uploads.length)
  return uploads
}
