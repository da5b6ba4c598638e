/** The demo's server: the upload API, mounted as in any backend, and a live trace of its requests. */
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { StatusResponse } from '../component/protocol.ts'
import { uploads } from '../server/index.ts'
import type { Backend } from './backend.ts'
import { docRoutes } from './doc-routes.ts'
import { faultRoutes } from './fault-routes.ts'
import { LambdaTimings } from './lambda-timings.ts'
import type { StepName } from './pipeline-step.ts'
import type { TraceHub } from './trace-hub.ts'

const STEP_OF: Readonly<Record<string, StepName>> = {
  '/uploads/presign': 'presign',
  '/uploads/parts': 'presign',
  '/uploads/complete': 'complete',
  '/uploads/status': 'status',
}

/** Bytes. */
const MAX_FILE_SIZE = 5_000_000_000
const CONTENT_TYPES = [
  ...['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'],
  ...['application/pdf', 'video/mp4', 'video/quicktime', 'video/webm'],
]

export function demoApp(backend: Backend, trace: TraceHub, secret: string): Hono {
  const app = new Hono()
  const lambdaTimings = new LambdaTimings(trace)

  app.use('/uploads/*', async (c, next) => {
    const step = STEP_OF[c.req.path]
    if (step === undefined) return next()
    await trace.around(step, next, () => ({
      status: c.res.status,
      bytes: Number(c.req.header('content-length') ?? 0),
    }))
    if (step === 'status' && backend.info.backend === 'aws' && c.res.ok) {
      lambdaTimings.report((await c.res.clone().json()) as StatusResponse)
    }
  })

  app.route(
    '/uploads',
    uploads({
      bucket: backend.info.bucket,
      topicArn: backend.topicArn,
      s3Client: backend.s3,
      snsClient: backend.sns,
      store: backend.store,
      secret,
      routes: {
        default: { maxFileSize: MAX_FILE_SIZE, allowedContentTypes: CONTENT_TYPES },
        // Of the examples `film` and `r2`.
        film: { maxFileSize: 10_000_000_000, allowedContentTypes: ['video/*'] },
        archive: { method: 'put', maxFileSize: 1_000_000_000, allowedContentTypes: ['application/zip'] },
      },
      // A real host returns the signed-in user here.
      authorize: () => ({ subject: 'demo-visitor' }),
    }),
  )

  app.get('/demo/info', (c) => c.json(backend.info))
  app.route('/demo/docs', docRoutes())
  if (backend.breakable !== null) app.route('/demo/faults', faultRoutes(backend.breakable))

  app.get('/demo/trace', (c) =>
    streamSSE(c, async (stream) => {
      const stop = trace.subscribe((event) => void stream.writeSSE({ data: JSON.stringify(event) }))
      await new Promise<void>((resolve) => stream.onAbort(resolve))
      stop()
    }),
  )

  return app
}
