/** The page, the API and their backend on a listening server. */
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { createServer as createVite } from 'vite'
import { startBackend } from './backend.ts'
import { demoApp } from './demo-app.ts'
import type { DemoInfo } from './pipeline-step.ts'
import { TraceHub } from './trace-hub.ts'

export interface ServedDemo {
  readonly info: DemoInfo
  /** Ends everything except the server. */
  close(): Promise<void>
}

export async function serveDemo(server: Server, env: NodeJS.ProcessEnv): Promise<ServedDemo> {
  const trace = new TraceHub()
  const [backend, vite] = await Promise.all([
    startBackend(env, trace),
    createVite({
      configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
      appType: 'spa',
      clearScreen: false,
      // What the examples' pages load.
      resolve: {
        alias: { '/s3-uploader.js': fileURLToPath(new URL('../component/index.ts', import.meta.url)) },
      },
      server: { middlewareMode: true, ws: { server } },
    }),
  ])
  const secret = env.UPLOAD_SECRET ?? randomBytes(32).toString('hex')
  const api = getRequestListener(demoApp(backend, trace, secret).fetch)
  server.on('request', (request, response) => {
    const [, area] = /^\/(uploads|demo)\//.exec(request.url ?? '') ?? []
    // The page itself and its switches stay reachable.
    if (area === 'uploads' && backend.breakable?.faults.admit(request) === false) return
    if (area !== undefined) void api(request, response)
    else vite.middlewares(request, response)
  })
  return {
    info: backend.info,
    close: async () => {
      await Promise.all([vite.close(), backend.close()])
    },
  }
}
