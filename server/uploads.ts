/**
 * The upload API as a Hono sub-app: `app.route('/uploads', uploads(options))`.
 *
 * Owns the routes, authorization and the shape of every failure below its mount. Does not own CORS, rate limits,
 * request ids or access logs: those are the host's middleware, around it. Bytes never pass through here.
 *
 * The routes are chained so that `hc<typeof app>` knows them.
 */
import { type Context, type Env, Hono } from 'hono'
import { validator } from 'hono/validator'
import type {
  AbortResponse,
  CompleteResponse,
  ConfigResponse,
  PartsResponse,
  PresignResponse,
  RouteLimits,
  StatusResponse,
} from '../component/protocol.ts'
import { S3Storage } from './aws/s3-storage.ts'
import { SnsPublisher } from './aws/sns-publisher.ts'
import { jsonBody } from './http/json-body.ts'
import {
  parseAbortRequest,
  parseCompleteRequest,
  parsePartsRequest,
  parsePresignRequest,
  parseStatusRequest,
} from './http/parse-request.ts'
import { problemResponse, RequestError, requestId, toRequestError } from './http/problem.ts'
import type { RouteRules } from './options/route-limits.ts'
import { readSettings, type Settings } from './options/settings.ts'
import type { Authorization, AuthorizeRequest, UploadsOptions } from './options/uploads-options.ts'
import { abortUpload } from './routes/abort.ts'
import { completeUploads } from './routes/complete.ts'
import { answerParts } from './routes/parts.ts'
import { presignFiles } from './routes/presign.ts'
import { uploadStatuses } from './routes/status.ts'
import { callerOf, type Service } from './routes/upload-context.ts'
import { describeFailure, describeThrown } from './upload/failure-log.ts'
import { Tickets } from './upload/ticket.ts'

/** @throws {ConfigError} that lists everything missing and malformed. */
export function uploads<E extends Env = Env>(options: UploadsOptions<E>) {
  const settings = readSettings(options)
  const service: Service<E> = {
    settings,
    storage: new S3Storage(settings),
    publisher: new SnsPublisher(settings),
    tickets: new Tickets(settings),
  }
  const config = configResponse(settings.rules)

  const app = new Hono<E>()
    .use(noStore)
    .get('/config', (c) => {
      c.header('cache-control', 'public, max-age=300')
      return c.json(config)
    })
    .post('/presign', jsonBody, validator('json', parsePresignRequest), async (c) => {
      const request = c.req.valid('json')
      const { route = 'default', files, metadata = {} } = request
      const rules = settings.rules.get(route)
      if (rules === undefined) throw new RequestError('route-not-found', 'There is no such upload route.')
      const authorization = await authorize(settings, c, { phase: 'presign', route, files, metadata })
      const maxFiles = Math.min(rules.maxFiles, authorization.maxFiles ?? rules.maxFiles)
      if (files.length > maxFiles) {
        throw new RequestError(
          'too-many-files',
          `One request takes at most ${maxFiles} files, not ${files.length}.`,
        )
      }
      const maxFileSize = Math.min(rules.maxFileSize, authorization.maxFileSize ?? rules.maxFileSize)
      const caller = callerOf(c, authorization.subject)
      const answer: PresignResponse = {
        uploads: await presignFiles(service, { caller, request, route, rules, maxFileSize }),
      }
      return c.json(answer)
    })
    .post('/parts', jsonBody, validator('json', parsePartsRequest), async (c) => {
      const { subject } = await authorize(settings, c, { phase: 'parts' })
      const answer: PartsResponse = await answerParts(service, callerOf(c, subject), c.req.valid('json'))
      return c.json(answer)
    })
    .post('/complete', jsonBody, validator('json', parseCompleteRequest), async (c) => {
      const { subject } = await authorize(settings, c, { phase: 'complete' })
      const items = c.req.valid('json').uploads
      const answer: CompleteResponse = {
        uploads: await completeUploads(service, callerOf(c, subject), items),
      }
      return c.json(answer)
    })
    .post('/abort', jsonBody, validator('json', parseAbortRequest), async (c) => {
      const { subject } = await authorize(settings, c, { phase: 'abort' })
      const { ticket } = c.req.valid('json')
      const answer: AbortResponse = await abortUpload(service, callerOf(c, subject), ticket)
      return c.json(answer)
    })
    .post('/status', jsonBody, validator('json', parseStatusRequest), async (c) => {
      const { subject } = await authorize(settings, c, { phase: 'status' })
      const { tickets } = c.req.valid('json')
      const answer: StatusResponse = {
        uploads: await uploadStatuses(service, callerOf(c, subject), tickets),
      }
      return c.json(answer)
    })

  // A sub-app's `notFound` is dropped when it is mounted, so these are routes; apart from the chain, because they
  // are nothing to call.
  app.all('/config', () => methodNotAllowed('GET, HEAD'))
  for (const path of ['/presign', '/parts', '/complete', '/abort', '/status'])
    app.all(path, () => methodNotAllowed('POST'))
  app.all('*', () => {
    throw new RequestError('not-found', 'There is nothing here.')
  })

  app.onError((error, c) => {
    const failure = toRequestError(error)
    if (failure.code === 'internal') settings.log(describeFailure(failure, { requestId: requestId(c) }))
    return problemResponse(c, failure)
  })
  return app
}

/** For `hc<UploadsApp>`. */
export type UploadsApp = ReturnType<typeof uploads>

async function noStore(c: Context, next: () => Promise<void>): Promise<void> {
  await next()
  // Grants and tickets are for one reader; `/config` and problems say so themselves.
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
}

function methodNotAllowed(allow: string): never {
  throw new RequestError('method-not-allowed', `This takes ${allow} only.`, { headers: { allow } })
}

async function authorize<E extends Env>(
  settings: Settings<E>,
  c: Context,
  request: AuthorizeRequest,
): Promise<Authorization> {
  const authorization = await decide(() => settings.authorize(c, request))
  if (!authorization) throw new RequestError('unauthorized', 'Sign in to upload files.')
  const { subject, maxFileSize = 0, maxFiles = 0 } = authorization
  if (typeof subject !== 'string' || subject === '' || subject.length > 256) {
    throw new TypeError('authorize must return a subject of 1 to 256 characters')
  }
  // Nothing is larger than NaN, so a limit that went wrong would let everything in.
  if (![maxFileSize, maxFiles].every((limit) => Number.isSafeInteger(limit) && limit >= 0)) {
    throw new TypeError('authorize must return whole numbers as limits')
  }
  return authorization
}

/** Hono takes nothing but errors for failures. */
async function decide<Value>(hook: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await hook()
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new TypeError(`authorize threw ${describeThrown(thrown)}`)
  }
}

function configResponse(routes: ReadonlyMap<string, RouteRules>): ConfigResponse {
  const limits = [...routes].map(([name, { expiresInSeconds: _, ...rules }]): [string, RouteLimits] => [
    name,
    rules,
  ])
  return { version: 1, routes: Object.fromEntries(limits) }
}
