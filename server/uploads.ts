/**
 * The upload API as a Hono sub-app, on either way to reach AWS: `sdk.ts` and `light.ts` are the hosts' entries.
 *
 * Owns the routes, authorization and the shape of every failure below its mount. Does not own CORS, rate limits,
 * request ids or access logs: those are the host's middleware around it. File contents never pass through it.
 *
 * The routes are chained so that `hc<typeof app>` can infer them.
 */
import type { Context, Env } from 'hono'
import { Hono } from 'hono/tiny'
import type {
  AbortResponse,
  CompleteResponse,
  PartsResponse,
  PresignResponse,
  StatusResponse,
} from '../component/protocol.ts'
import type { AwsAdapter } from './aws/aws-adapter.ts'
import { createContext } from './create-context.ts'
import { problemResponse, RequestError, requestId, toRequestError } from './http/problem.ts'
import type { UploadsOptions } from './options/uploads-options.ts'
import { abortUpload } from './routes/abort.ts'
import { call } from './routes/call.ts'
import { CallRecord, reportCalls } from './routes/call-report.ts'
import { completeUploads } from './routes/complete.ts'
import { configResponse } from './routes/config.ts'
import { signOrListParts } from './routes/parts.ts'
import { presign } from './routes/presign.ts'
import { uploadStatuses } from './routes/status.ts'
import { callerOf } from './routes/upload-context.ts'
import { DEADLINES } from './upload/deadlines.ts'
import { describeFailure, isServiceFault } from './upload/failure-log.ts'

/** @throws {ConfigError} that lists everything missing and malformed */
export function uploads<E extends Env, Own extends object>(
  options: UploadsOptions<E> & Own,
  aws: AwsAdapter<Own>,
) {
  const context = createContext<E, Own>(options, aws)
  const { settings } = context

  const app = new Hono<E>()
    .use(reportCalls(settings), guardHeaders)
    .get('/config', async (c) => {
      const signal = AbortSignal.timeout(DEADLINES.signMs)
      const store = await context.storage.capabilities(settings.bucket, signal).catch(() => null)
      c.header('cache-control', 'public, max-age=300')
      return c.json(configResponse(settings.routeTable, store))
    })
    .get('/openapi.json', async (c) => {
      const { openApiDocument } = await import('./http/openapi.ts')
      c.header('cache-control', 'public, max-age=300')
      return c.json(openApiDocument())
    })
    .post('/presign', call(settings, 'presign'), async (c) => {
      const { authorization, request } = c.req.valid('json')
      const response: PresignResponse = await presign(context, c, authorization, request)
      CallRecord.of(c)?.addItems(response.uploads)
      return c.json(response)
    })
    .post('/parts', call(settings, 'parts'), async (c) => {
      const { authorization, request } = c.req.valid('json')
      const response: PartsResponse = await signOrListParts(
        context,
        callerOf(settings, c, authorization.subject),
        request,
      )
      return c.json(response)
    })
    .post('/complete', call(settings, 'complete'), async (c) => {
      const { authorization, request } = c.req.valid('json')
      const response: CompleteResponse = {
        uploads: await completeUploads(
          context,
          callerOf(settings, c, authorization.subject),
          request.uploads,
        ),
      }
      CallRecord.of(c)?.addItems(response.uploads)
      return c.json(response)
    })
    .post('/abort', call(settings, 'abort'), async (c) => {
      const { authorization, request } = c.req.valid('json')
      const caller = callerOf(settings, c, authorization.subject)
      const response: AbortResponse = await abortUpload(context, caller, request.ticket)
      return c.json(response)
    })
    .post('/status', call(settings, 'status'), async (c) => {
      const { authorization, request } = c.req.valid('json')
      const caller = callerOf(settings, c, authorization.subject)
      const response: StatusResponse = await uploadStatuses(context, caller, request.tickets)
      CallRecord.of(c)?.addItems(response.uploads)
      if (response.retryAfterMs !== undefined) {
        c.header('retry-after', String(Math.ceil(response.retryAfterMs / 1000)))
      }
      return c.json(response)
    })

  // Hono drops a sub-app's `notFound` when it is mounted, so these are routes; outside the chain, because `hc` must
  // not offer them.
  for (const path of ['/config', '/openapi.json']) app.all(path, () => methodNotAllowed('GET, HEAD'))
  for (const path of ['/presign', '/parts', '/complete', '/abort', '/status'])
    app.all(path, () => methodNotAllowed('POST'))
  app.all('*', () => {
    throw new RequestError('not-found', 'There is no such resource.')
  })

  app.onError((error, c) => {
    const failure = toRequestError(error)
    if (isServiceFault(failure)) settings.log(describeFailure(failure, { requestId: requestId(c) }))
    return problemResponse(c, failure)
  })
  return app
}

/** For `hc<UploadsApp>`. */
export type UploadsApp<E extends Env = Env> = ReturnType<typeof uploads<E, object>>

async function guardHeaders(c: Context, next: () => Promise<void>): Promise<void> {
  await next()
  // Responses hold grants and tickets; `/config` and problems set their own header.
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  c.res.headers.set('x-content-type-options', 'nosniff')
}

function methodNotAllowed(allow: string): never {
  throw new RequestError('method-not-allowed', `Only ${allow} is allowed here.`, { headers: { allow } })
}
