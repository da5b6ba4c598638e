/** The responses of every call, for the OpenAPI document. Each has the type of the wire contract. */
import type {
  AbortResponse,
  CompleteResponse,
  ConfigResponse,
  PartsResponse,
  PresignResponse,
  Problem,
  StatusResponse,
} from '../../component/protocol.ts'
import { object, type Shape } from './json-shape.ts'
import {
  anything,
  boolean,
  described,
  items,
  literal,
  nullable,
  number,
  oneOf,
  record,
  string,
  union,
} from './response-shape.ts'

const itemError = object(
  { code: described(string, 'See the table of error codes.'), detail: string, retryable: boolean },
  { limit: number, retryAfterMs: number },
)

const config = object({
  version: literal(1),
  routes: record(
    object(
      {
        maxFileSize: number,
        minFileSize: number,
        allowedContentTypes: items(string),
        maxFiles: number,
        multipartThreshold: nullable(number),
        checksum: oneOf(['none', 'optional', 'required']),
      },
      { processedContentTypes: items(string) },
    ),
  ),
})

const part = object({ partNumber: number, url: string }, { headers: record(string) })

const plan = union(
  object({ kind: literal('post'), url: string, fields: record(string) }),
  object(
    { kind: literal('multipart'), partSize: number, partCount: number, parts: items(part) },
    { partChecksum: literal('sha256') },
  ),
  object({ kind: literal('put'), url: string, headers: record(string) }),
)

const presign = object({
  uploads: items(
    union(
      object({
        ok: literal(true),
        ref: string,
        id: string,
        key: string,
        ticket: string,
        expiresAt: string,
        plan,
      }),
      object({ ok: literal(false), ref: string, error: itemError }),
    ),
  ),
})

const parts = union(
  object({ kind: literal('signed'), parts: items(part), expiresAt: string }),
  object({
    kind: literal('stored'),
    parts: items(object({ partNumber: number, size: number, etag: string }, { sha256: string })),
    nextPartNumber: nullable(number),
  }),
)

const complete = object({
  uploads: items(
    union(
      object(
        {
          ok: literal(true),
          id: string,
          key: string,
          size: number,
          contentType: string,
          etag: string,
          versionId: nullable(string),
          sha256: nullable(string),
          messageId: nullable(string),
        },
        { data: anything },
      ),
      object({ ok: literal(false), id: nullable(string), error: itemError }),
    ),
  ),
})

const abort = object({ id: string, removed: oneOf(['multipart', 'object', 'nothing']) })

const variant = object(
  {
    name: string,
    key: string,
    url: string,
    contentType: string,
    width: number,
    height: number,
    size: number,
  },
  { frames: number, hdr: oneOf(['kept', 'lost']) },
)

const image = object(
  {
    format: string,
    width: number,
    height: number,
    orientation: number,
    hasAlpha: boolean,
    frames: number,
    capturedAt: nullable(string),
  },
  {
    contentType: string,
    size: number,
    colorSpace: string,
    bitDepth: number,
    hdr: boolean,
    durationMs: number,
    loop: number,
    density: number,
    camera: string,
    lens: string,
    exposure: string,
    copyright: string,
    hasLocation: boolean,
    placeholder: object({ thumbHash: string, color: string }),
    sources: items(object({ type: string, srcset: string, src: string, width: number, height: number })),
  },
)

const status = object(
  {
    uploads: items(
      union(
        object({ state: literal('pending'), id: string }),
        object({ state: literal('processing'), id: string, startedAt: string }),
        object(
          {
            state: literal('ready'),
            id: string,
            variants: items(variant),
            image,
            metadata: record(string),
            timings: object({ fetchMs: number, transformMs: number, storeMs: number }),
          },
          { warnings: items(string) },
        ),
        object({ state: literal('failed'), id: string, code: string, detail: string, retryable: boolean }),
        object({ state: literal('unknown'), id: nullable(string), error: itemError }),
      ),
    ),
  },
  { retryAfterMs: number },
)

const problem = object(
  { type: string, title: string, status: number, detail: string, code: string, retryable: boolean },
  {
    instance: string,
    errors: items(object({ path: string, message: string })),
    limit: number,
  },
)

/** By call. Codes are open: a later version may add some. */
export const RESPONSES = { config, presign, parts, complete, abort, status, problem }

type ValueOf<Of> = Of extends Shape<infer Value> ? Value : never
type Codes<Value> = Value extends readonly (infer Item)[]
  ? Codes<Item>[]
  : Value extends object
    ? { [Name in keyof Value]: Name extends 'code' ? string : Codes<Value[Name]> }
    : Value
type Same<Shaped, Contract> = [Codes<Contract>] extends [Shaped]
  ? [Shaped] extends [Codes<Contract>]
    ? true
    : never
  : never

/** A member that the contract has otherwise is a compile error here. */
export const SHAPES_FOLLOW_THE_CONTRACT: [
  Same<ValueOf<typeof config>, ConfigResponse>,
  Same<ValueOf<typeof presign>, PresignResponse>,
  Same<ValueOf<typeof parts>, PartsResponse>,
  Same<ValueOf<typeof complete>, CompleteResponse>,
  Same<ValueOf<typeof abort>, AbortResponse>,
  Same<ValueOf<typeof status>, StatusResponse>,
  Same<ValueOf<typeof problem>, Problem>,
] = [true, true, true, true, true, true, true]
