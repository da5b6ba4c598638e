/**
 * Parses unknown JSON into protocol types. Only the shape is checked, and every fault is reported with its JSON pointer.
 * Whether a file is allowed is decided by the upload policy and fails that file alone.
 */
import type {
  AbortRequest,
  CompleteRequest,
  PartsRequest,
  PresignFile,
  PresignRequest,
  StatusRequest,
} from '../../component/protocol.ts'
import { MAX_BATCH_ITEMS, MAX_METADATA_BYTES } from '../../component/protocol-limits.ts'
import { metadataBytes } from '../upload/metadata-bytes.ts'
import {
  byteCount,
  type Issue,
  list,
  metadata,
  object,
  partNumber,
  record,
  type Shape,
  sha256,
  sha256Word,
  text,
} from './json-shape.ts'
import { RequestError } from './problem.ts'

/** Reported to the client; the first 20 are enough to fix a request. */
const MAX_REPORTED_ISSUES = 20

const batchMetadata: Shape<Record<string, string>> = {
  parse(value, path, issues) {
    const parsed = metadata.parse(value, path, issues)
    const bytes = metadataBytes(parsed)
    if (bytes > MAX_METADATA_BYTES) {
      issues.push({ path, message: `has ${bytes} bytes; at most ${MAX_METADATA_BYTES} are allowed` })
    }
    return parsed
  },
  schema: metadata.schema,
}

const file = object(
  { name: text(), size: byteCount, type: text() },
  { ref: text(256), sha256, partChecksum: sha256Word },
)

/** Files without a name of the client's get their index as `ref`. */
const files: Shape<PresignFile[]> = {
  parse: (value, path, issues) =>
    list(file)
      .parse(value, path, issues)
      .map(({ ref, ...rest }, index) => ({ ...rest, ref: ref ?? String(index) })),
  schema: list(file).schema,
}

/** The request bodies, by call. */
export const REQUESTS = {
  presign: object({ files }, { route: text(256), metadata: batchMetadata }) satisfies Shape<PresignRequest>,
  parts: object(
    { ticket: text() },
    {
      partNumbers: list(partNumber(1)),
      sha256: record(sha256, MAX_BATCH_ITEMS),
      afterPartNumber: partNumber(0),
    },
  ) satisfies Shape<PartsRequest>,
  complete: object({
    uploads: list(object({ ticket: text() }, { metadata })),
  }) satisfies Shape<CompleteRequest>,
  abort: object({ ticket: text() }) satisfies Shape<AbortRequest>,
  status: object({ tickets: list(text()) }) satisfies Shape<StatusRequest>,
}

/** @throws {RequestError} `invalid-request` or `too-many-files` */
export function parseRequest<Value>(shape: Shape<Value>, body: unknown): Value {
  const issues: Issue[] = []
  const value = shape.parse(body, '', issues)
  if (issues.length === 0) return value
  throw new RequestError('invalid-request', 'The request does not have the expected shape.', {
    errors: issues.slice(0, MAX_REPORTED_ISSUES),
  })
}
