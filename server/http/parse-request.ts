/**
 * The door: unknown JSON becomes protocol types here or nowhere. Only shape is judged, and every fault is told with
 * its JSON pointer; whether a file is welcome is the upload policy's business and fails that file alone.
 */
import type {
  AbortRequest,
  CompleteItem,
  CompleteRequest,
  PartsRequest,
  PresignFile,
  PresignRequest,
  StatusRequest,
} from '../../component/protocol.ts'
import {
  byteCount,
  flatStrings,
  type Issue,
  list,
  object,
  type Parser,
  partNumber,
  record,
  sha256,
  sha256Word,
  text,
} from './json-shape.ts'
import { RequestError } from './problem.ts'

/** Most metadata per batch, and again per file, in UTF-8 bytes of names and values. */
export const maxMetadataBytes = 2048

const mostIssues = 20
/** @throws {RequestError} `invalid-request` or `too-many-files`. */
export function parsePresignRequest(body: unknown): PresignRequest {
  return parse(body, (value, path, issues) => {
    const request = object(value, path, issues)
    return {
      ...(request.route === undefined ? {} : { route: text(256)(request.route, `${path}/route`, issues) }),
      metadata:
        request.metadata === undefined ? {} : batchMetadata(request.metadata, `${path}/metadata`, issues),
      files: list(file)(request.files, `${path}/files`, issues),
    }
  })
}

/** @throws {RequestError} `invalid-request` or `too-many-files`. */
export function parsePartsRequest(body: unknown): PartsRequest {
  return parse(body, (value, path, issues) => {
    const { ticket, partNumbers, sha256: checksums, afterPartNumber } = object(value, path, issues)
    return {
      ticket: text()(ticket, `${path}/ticket`, issues),
      ...(partNumbers === undefined
        ? {}
        : { partNumbers: list(partNumber(1))(partNumbers, `${path}/partNumbers`, issues) }),
      ...(checksums === undefined ? {} : { sha256: record(sha256)(checksums, `${path}/sha256`, issues) }),
      ...(afterPartNumber === undefined
        ? {}
        : { afterPartNumber: partNumber(0)(afterPartNumber, `${path}/afterPartNumber`, issues) }),
    }
  })
}

/** @throws {RequestError} `invalid-request`. */
export function parseAbortRequest(body: unknown): AbortRequest {
  return parse(body, (value, path, issues) => {
    return { ticket: text()(object(value, path, issues).ticket, `${path}/ticket`, issues) }
  })
}

/** @throws {RequestError} `invalid-request` or `too-many-files`. */
export function parseCompleteRequest(body: unknown): CompleteRequest {
  return parse(body, (value, path, issues) => {
    const request = object(value, path, issues)
    return { uploads: list(completeItem)(request.uploads, `${path}/uploads`, issues) }
  })
}

/** @throws {RequestError} `invalid-request` or `too-many-files`. */
export function parseStatusRequest(body: unknown): StatusRequest {
  return parse(body, (value, path, issues) => {
    const request = object(value, path, issues)
    return { tickets: list(text())(request.tickets, `${path}/tickets`, issues) }
  })
}

function parse<Value>(body: unknown, parser: Parser<Value>): Value {
  const issues: Issue[] = []
  const value = parser(body, '', issues)
  if (issues.length === 0) return value
  // What is no object misses all its members too; one of these faults is enough.
  const outermost = issues.filter(({ path }) => !issues.some((issue) => path.startsWith(`${issue.path}/`)))
  throw new RequestError('invalid-request', 'The request does not have the expected shape.', {
    errors: outermost.slice(0, mostIssues),
  })
}

const file: Parser<PresignFile> = (value, path, issues) => {
  const entry = object(value, path, issues)
  return {
    ref: text(256)(entry.ref, `${path}/ref`, issues),
    name: text()(entry.name, `${path}/name`, issues),
    size: byteCount(entry.size, `${path}/size`, issues),
    type: text()(entry.type, `${path}/type`, issues),
    ...(entry.sha256 === undefined ? {} : { sha256: sha256(entry.sha256, `${path}/sha256`, issues) }),
    ...(entry.partChecksum === undefined
      ? {}
      : { partChecksum: sha256Word(entry.partChecksum, `${path}/partChecksum`, issues) }),
  }
}

const completeItem: Parser<CompleteItem> = (value, path, issues) => {
  const item = object(value, path, issues)
  const ticket = text()(item.ticket, `${path}/ticket`, issues)
  if (item.metadata === undefined) return { ticket }
  return { ticket, metadata: flatStrings(item.metadata, `${path}/metadata`, issues) }
}

const batchMetadata: Parser<Record<string, string>> = (value, path, issues) => {
  const metadata = flatStrings(value, path, issues)
  const bytes = metadataBytes(metadata)
  if (bytes > maxMetadataBytes) {
    issues.push({ path, message: `has ${bytes} bytes; at most ${maxMetadataBytes} are taken` })
  }
  return metadata
}

export function metadataBytes(metadata: Readonly<Record<string, string>>): number {
  return new TextEncoder().encode(Object.entries(metadata).flat().join('')).length
}
