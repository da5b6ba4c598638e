/** Parses the bodies of the API's calls. Pure; all functions throw a TypeError for an invalid body. */
import type { CompleteRequest, PartsRequest, PresignRequest } from '../../../component/protocol.ts'

/** One S3 request to sign. */
export interface SignRequest {
  method: string
  key: string
  uploadId?: string
  partNumber?: number
}

export function parsePresignRequest(body: unknown): Pick<PresignRequest, 'files'> {
  const files = list(body, 'files').map((file) => ({
    ref: text(file, 'ref'),
    name: text(file, 'name'),
    size: number(file, 'size'),
    type: text(file, 'type'),
  }))
  return { files }
}

export function parsePartsRequest(body: unknown): Pick<PartsRequest, 'ticket' | 'partNumbers'> {
  const ticket = text(body, 'ticket')
  if (field(body, 'partNumbers') === undefined) return { ticket }
  return { ticket, partNumbers: list(body, 'partNumbers').map(Number) }
}

export function parseCompleteRequest(body: unknown): CompleteRequest {
  return { uploads: list(body, 'uploads').map((item) => ({ ticket: text(item, 'ticket') })) }
}

export function parseSignRequest(body: unknown): SignRequest {
  const request: SignRequest = { method: text(body, 'method'), key: text(body, 'key') }
  if (field(body, 'uploadId') !== undefined) request.uploadId = text(body, 'uploadId')
  if (field(body, 'partNumber') !== undefined) request.partNumber = number(body, 'partNumber')
  return request
}

function field(value: unknown, name: string): unknown {
  return new Map(Object.entries(Object(value))).get(name)
}

function text(value: unknown, name: string): string {
  const found = field(value, name)
  if (typeof found !== 'string') throw new TypeError(`${name} is no text`)
  return found
}

function number(value: unknown, name: string): number {
  const found = field(value, name)
  if (typeof found !== 'number') throw new TypeError(`${name} is no number`)
  return found
}

function list(value: unknown, name: string): unknown[] {
  const found = field(value, name)
  if (!Array.isArray(found)) throw new TypeError(`${name} is no list`)
  return found
}
