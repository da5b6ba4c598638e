import { createHash } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import type { AwsAdapter } from './aws/aws-adapter.ts'
import type { SdkClients } from './aws/sdk-clients.ts'
import type { ServerConfig } from './config-from-env.ts'
import { carriesToken } from './http/bearer-token.ts'
import { problemResponse, RequestError } from './http/problem.ts'
import { clientAddress, RateLimit } from './http/rate-limit.ts'
import type { CallReport, UploadsOptions } from './options/uploads-options.ts'
import { type Probe, uploadsProbe } from './probe.ts'
import { uploads } from './uploads.ts'

export interface StandaloneApp {
  app: Hono
  /** What `/readyz` tests. */
  probe: Probe
  /** From now on readiness is red and every response closes its connection. */
  drain(): void
}

/** What the process or function around the app provides. */
export interface AppHost {
  /** How S3 and SNS are reached. */
  aws: AwsAdapter<SdkClients>
  /** Gets one line of JSON for each call. */
  write(line: string): void
  /** Of the caller, or of the proxy in front. */
  addressOf(c: Context): string
  /** The host's own id of the request. Default: the caller's `X-Request-Id`, or a random one. */
  requestId?(c: Context): string
  /** Runs before everything else. */
  guard?: MiddlewareHandler
  /** Options of the host's own code, instead of those that the configuration makes. */
  options?: Partial<UploadsOptions & SdkClients>
}

/** How long the result of a probe is valid: load balancers ask every few seconds. */
const PROBE_VALID_MS = 10_000

/**
 * The API for its own process, with the middleware that a host would add: CORS, request ids, access log, rate limit,
 * `GET /healthz` (the process runs) and `GET /readyz` (the bucket and the topic answer).
 */
export function standaloneApp(config: ServerConfig, host: AppHost): StandaloneApp {
  const { port: _, host: __, drainSeconds: ___, ...rest } = config
  const { access, allowedOrigins, basePath, rateLimit, trustedProxies, awsClient: ____, ...options } = rest
  const authorize =
    access.kind === 'public'
      ? ('public' as const)
      : (c: Context) => carriesToken(c.req.header('authorization'), access.token) && { subject: 'token' }
  const onCall = (report: CallReport) => host.write(accessLine(report))
  const settings: UploadsOptions & SdkClients = { ...options, authorize, onCall, ...host.options }
  const probe = cached(uploadsProbe(settings, host.aws))
  const scope = `${basePath}/*`
  let isDraining = false

  const app = new Hono()
  if (host.guard !== undefined) app.use(host.guard)
  app.use(async (c, next) => {
    await next()
    if (isDraining) c.res.headers.set('connection', 'close')
  })
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    const faults = isDraining ? ['The process is stopping.'] : await probe()
    const status = faults.length === 0 ? 'ready' : 'not-ready'
    return c.json({ status, faults }, faults.length === 0 ? 200 : 503, { 'cache-control': 'no-store' })
  })
  app.use(scope, requestId(host.requestId === undefined ? {} : { generator: host.requestId }))
  if (allowedOrigins.length > 0) {
    app.use(
      scope,
      cors({
        origin: allowedOrigins.includes('*') ? '*' : [...allowedOrigins],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['authorization', 'content-type', 'x-request-id'],
        exposeHeaders: ['retry-after', 'x-request-id'],
        maxAge: 7200,
      }),
    )
  }
  if (rateLimit !== null) {
    const limit = new RateLimit(rateLimit)
    app.use(scope, async (c, next) => {
      const forwarded = c.req.header('x-forwarded-for')
      const seconds = limit.check(clientAddress(host.addressOf(c), forwarded, trustedProxies))
      if (seconds === null) return next()
      const headers = { 'retry-after': String(seconds) }
      return problemResponse(
        c,
        new RequestError('rate-limited', 'Too many requests. Try again.', { headers }),
      )
    })
  }
  if (access.kind === 'token') {
    app.use(scope, async (c, next) => {
      await next()
      if (c.res.status === 401) c.res.headers.set('www-authenticate', 'Bearer')
    })
  }
  app.route(basePath, uploads(settings, host.aws))
  return {
    app,
    probe,
    drain: () => {
      isDraining = true
    },
  }
}

/** The subject is hashed: logs are kept longer and seen by more people than accounts. */
function accessLine({ subject, ...report }: CallReport): string {
  return JSON.stringify({
    time: new Date().toISOString(),
    level: 'info',
    service: 's3-uploader',
    ...report,
    durationMs: Math.round(report.durationMs * 10) / 10,
    subject: subject === null ? null : createHash('sha256').update(subject).digest('hex').slice(0, 12),
  })
}

function cached(probe: Probe): Probe {
  let last: { at: number; faults: Promise<string[]> } | undefined
  return () => {
    const now = Date.now()
    if (last === undefined || now - last.at > PROBE_VALID_MS) last = { at: now, faults: probe() }
    return last.faults
  }
}
