import type { Context } from 'hono'
import { parseJson } from '../upload/parse-json.ts'
import { JsonScan } from './json-scan.ts'
import { RequestError } from './problem.ts'

export interface BodyBounds {
  maxBytes: number
  /** Members and items in all. */
  maxValues: number
}

/**
 * Refuses other bodies than JSON. That also guards against cross-site requests: a form cannot send this type, and a
 * script that sends it needs a preflight.
 *
 * @throws {RequestError} `unsupported-media-type`
 */
export function assertJson(c: Context): void {
  const mediaType = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') {
    throw new RequestError('unsupported-media-type', 'Send application/json.')
  }
}

/**
 * The request's body as a value.
 *
 * @throws {RequestError} `invalid-request` or `payload-too-large`
 */
export async function readJson(c: Context, bounds: BodyBounds): Promise<unknown> {
  const parsed = alreadyParsed(c)
  if (parsed !== undefined) return parsed.value
  // Decoding drops a byte order mark, which some clients send.
  const value = parseJson(new TextDecoder().decode(await readBody(c, bounds)))
  if (value === undefined) throw new RequestError('invalid-request', 'The request body is not JSON.')
  return value
}

/** Bodies of this declared size are read at once, which costs less than a stream. */
const READ_AT_ONCE = 64 * 1024

async function readBody(c: Context, { maxBytes, maxValues }: BodyBounds): Promise<Uint8Array> {
  const declared =
    c.req.header('transfer-encoding') === undefined ? Number(c.req.header('content-length')) : Number.NaN
  if (declared > maxBytes) throw tooLarge(maxBytes)
  const scan = new JsonScan(maxValues)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of declared <= READ_AT_ONCE ? wholeBody(c) : streamedBody(c)) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge(maxBytes)
      if (scan.exceeds(chunk)) {
        throw new RequestError('payload-too-large', `The request may have at most ${maxValues} short values.`)
      }
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof RequestError) throw error
    throw new RequestError('invalid-request', 'The request body is incomplete.', { cause: error })
  }
  return joined(chunks, size)
}

async function* wholeBody(c: Context): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await c.req.arrayBuffer())
}

/** Ends the stream when its reader stops early. */
async function* streamedBody(c: Context): AsyncGenerator<Uint8Array> {
  const reader = c.req.raw.body?.getReader()
  if (reader === undefined) return
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Not awaited: a client may never end its body.
    reader.cancel().catch(() => {})
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return only
  const all = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    all.set(chunk, offset)
    offset += chunk.length
  }
  return all
}

function tooLarge(maxBytes: number): RequestError {
  return new RequestError('payload-too-large', `The request body may have at most ${maxBytes} bytes.`)
}

/**
 * The body as a parser of the host left it on Node's request (`express.json()`), whose stream is then used up.
 *
 * @throws {RequestError} `invalid-request` when it was read and not kept
 */
function alreadyParsed(c: Context): { value: unknown } | undefined {
  const { incoming } = (c.env ?? {}) as { incoming?: { readableDidRead?: unknown; body?: unknown } }
  if (incoming?.readableDidRead !== true) return undefined
  const { body } = incoming
  if (body instanceof Uint8Array) return { value: parseJson(new TextDecoder().decode(body)) }
  if (typeof body === 'string') return { value: parseJson(body) }
  if (typeof body === 'object' && body !== null) return { value: body }
  throw new RequestError(
    'invalid-request',
    'The body was read before the request came to the upload API: mount the API before body parsers.',
  )
}
