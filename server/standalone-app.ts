import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import type { ServerConfig } from './config-from-env.ts'
import { carriesToken } from './http/bearer-token.ts'
import { uploads } from './uploads.ts'

/** The API at `/uploads` for its own process, with the middleware a host would add, and `GET /healthz`. */
export function standaloneApp(config: ServerConfig) {
  const { port: _, access, allowedOrigins, defaultRoute, ...options } = config
  const app = new Hono()
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.use('/uploads/*', requestId())
  if (allowedOrigins.length > 0) {
    app.use(
      '/uploads/*',
      cors({
        origin: allowedOrigins.includes('*') ? '*' : [...allowedOrigins],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['authorization', 'content-type', 'x-request-id'],
        exposeHeaders: ['retry-after', 'x-request-id'],
        maxAge: 7200,
      }),
    )
  }
  if (access.kind === 'token') {
    app.use('/uploads/*', async (c, next) => {
      await next()
      if (c.res.status === 401) c.res.headers.set('www-authenticate', 'Bearer')
    })
  }
  return app.route(
    '/uploads',
    uploads({
      ...options,
      routes: { default: defaultRoute },
      authorize:
        access.kind === 'public'
          ? 'public'
          : (c) => carriesToken(c.req.header('authorization'), access.token) && { subject: 'token' },
    }),
  )
}
