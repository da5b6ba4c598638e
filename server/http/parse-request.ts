/**
 * Parses unknown JSON into protocol types. Only the shape is checked, and every fault is reported with its JSON pointer.
 * Whether a file is allowed is decided by the upload policy and fails that file alone.
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
import { MAX_METADATA_BYTES } from '../../component/protocol-limits.ts'
import { metadataBytes } from '../upload/metadata-bytes.ts'
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

/** Reported to the client; the first 20 are enough to fix a request. */
const MAX_REPORTED_ISSUES = 20

/** @throws {RequestError} `invalid-request` or `too-many-files` */
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

/** @throws {RequestError} `invalid-request` or `too-many-files` */
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

/** @throws {RequestError} `invalid-request` */
export function parseAbortRequest(body: unknown): AbortRequest {
  return parse(body, (value, path, issues) => {
    return { ticket: text()(object(value, path, issues).ticket, `${path}/ticket`, issues) }
  })
}

/** @throws {RequestError} `invalid-request` or `too-many-files` */
export function parseCompleteRequest(body: unknown): CompleteRequest {
  return parse(body, (value, path, issues) => {
    const request = object(value, path, issues)
    return { uploads: list(completeItem)(request.uploads, `${path}/uploads`, issues) }
  })
}

/** @throws {RequestError} `invalid-request` or `too-many-files` */
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
  // A value that is not an object also lacks all its members; the outermost fault is enough.
  const outermost = issues.filter(({ path }) => !issues.some((issue) => path.startsWith(`${issue.path}/`)))
  throw new RequestError('invalid-request', 'The request does not have the expected shape.', {
    errors: outermost.slice(0, MAX_REPORTED_ISSUES),
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
  if (bytes > MAX_METADATA_BYTES) {
    issues.push({ path, message: `has ${bytes} bytes; at most ${MAX_METADATA_BYTES} are allowed` })
  }
  return metadata
}
