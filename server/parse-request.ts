/**
 * The door: unknown JSON becomes protocol types here or nowhere. Only shape is judged, and every fault is told with
 * its JSON pointer; whether a file is welcome is the upload policy's business and fails that file alone.
 */
import type {
  CompleteItem,
  CompleteRequest,
  PresignFile,
  PresignRequest,
  StatusRequest,
} from '../component/protocol.ts'
import { RequestError } from './problem.ts'
import { maxItems } from './route-limits.ts'

type Issue = { path: string; message: string }
type JsonObject = { [name: string]: unknown }
type Parser<Value> = (value: unknown, path: string, issues: Issue[]) => Value

/** Most metadata per batch, and again per file, in UTF-8 bytes of names and values. */
export const maxMetadataBytes = 2048

const mostIssues = 20
const metadataName = /^[A-Za-z][\w.-]{0,63}$/
// 32 bytes: 43 characters, the last of which carries four bits, and one of padding.
const base64Sha256 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/

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
  }
}

const completeItem: Parser<CompleteItem> = (value, path, issues) => {
  const item = object(value, path, issues)
  const ticket = text()(item.ticket, `${path}/ticket`, issues)
  if (item.metadata === undefined) return { ticket }
  return { ticket, metadata: flatStrings(item.metadata, `${path}/metadata`, issues) }
}

function object(value: unknown, path: string, issues: Issue[]): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  issues.push({ path, message: 'must be an object' })
  return {}
}

function list<Item>(parser: Parser<Item>): Parser<Item[]> {
  return (value, path, issues) => {
    if (!Array.isArray(value)) {
      issues.push({ path, message: 'must be a list' })
      return []
    }
    if (value.length > maxItems) {
      throw new RequestError(
        'too-many-files',
        `One request takes at most ${maxItems} items, not ${value.length}.`,
      )
    }
    return value.map((item, index) => parser(item, `${path}/${index}`, issues))
  }
}

function text(longest = Number.POSITIVE_INFINITY): Parser<string> {
  return (value, path, issues) => {
    if (typeof value !== 'string') issues.push({ path, message: 'must be a string' })
    else if (value.length > longest) issues.push({ path, message: `must have at most ${longest} characters` })
    else return value
    return ''
  }
}

const byteCount: Parser<number> = (value, path, issues) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  issues.push({ path, message: 'must be a whole number of bytes' })
  return 0
}

const sha256: Parser<string> = (value, path, issues) => {
  if (typeof value === 'string' && base64Sha256.test(value)) return value
  issues.push({ path, message: 'must be a SHA-256 in base64' })
  return ''
}

const flatStrings: Parser<Record<string, string>> = (value, path, issues) => {
  const strings: [string, string][] = []
  for (const [name, entry] of Object.entries(object(value, path, issues))) {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    // The pattern also keeps `__proto__` away from consumers that copy key by key.
    if (!metadataName.test(name)) {
      issues.push({
        path: at,
        message: 'must be named with 1 to 64 letters, digits, _ . - and begin with a letter',
      })
    }
    strings.push([name, text()(entry, at, issues)])
  }
  // Defines members, so a name such as `constructor` is data and nothing else.
  return Object.fromEntries(strings)
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
