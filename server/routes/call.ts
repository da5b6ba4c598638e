/** What every POST goes through before its handler, cheapest check first: media type, the caller, size, shape. */
import type { Env, MiddlewareHandler } from 'hono'
import type { Shape } from '../http/json-shape.ts'
import { parseRequest, REQUESTS } from '../http/parse-request.ts'
import { assertJson, type BodyBounds, readJson } from '../http/read-json.ts'
import type { Settings } from '../options/settings.ts'
import type { Authorization, Phase } from '../options/uploads-options.ts'
import { authorize } from './authorize.ts'
import { CallRecord } from './call-report.ts'

export interface Call<Request> {
  authorization: Authorization
  request: Request
}

const KIB = 1024
const MIB = 1024 * KIB

/**
 * The largest valid bodies. A ticket has up to 32 KiB: 2 KiB of metadata may be control characters, six bytes each in
 * JSON, and base64 once more. Values: items times members, and twice that for members of later versions.
 */
const BOUNDS: Record<Phase, BodyBounds> = {
  presign: { maxBytes: MIB, maxValues: 2_000 },
  parts: { maxBytes: 64 * KIB, maxValues: 500 },
  complete: { maxBytes: 4 * MIB, maxValues: 14_000 },
  abort: { maxBytes: 64 * KIB, maxValues: 50 },
  status: { maxBytes: 4 * MIB, maxValues: 300 },
}

type Requests = { [Name in Phase]: (typeof REQUESTS)[Name] extends Shape<infer Request> ? Request : never }

export function call<E extends Env, Name extends Phase>(
  settings: Settings<E>,
  phase: Name,
): MiddlewareHandler<E, string, { in: { json: Requests[Name] }; out: { json: Call<Requests[Name]> } }> {
  const shape: Shape<unknown> = REQUESTS[phase]
  return async (c, next) => {
    assertJson(c)
    const authorization = await authorize(settings, c, phase)
    const record = CallRecord.of(c)
    if (record !== undefined) record.subject = authorization.subject
    const request = parseRequest(shape, await readJson(c, BOUNDS[phase]))
    c.req.addValidatedData('json', { authorization, request })
    await next()
  }
}
