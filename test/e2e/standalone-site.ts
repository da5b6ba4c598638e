import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Backend } from '../../demo/backend.ts'
import { type UploadsOptions, uploads } from '../../server/index.ts'
import { listen } from '../support/listen.ts'

export interface SiteBackend extends Pick<Backend, 'topicArn' | 's3' | 'sns'> {
  readonly info: Pick<Backend['info'], 'bucket'>
}

export interface StandaloneSiteOptions {
  /** The folder with the scripts of `bundleStandalone`. */
  readonly folder: string
  readonly backend: SiteBackend
  /** HTML by path. */
  readonly pages: Readonly<Record<string, string>>
  /** More of the page's own server. */
  readonly app?: Hono
  /** Response headers of every page. */
  readonly headers?: Record<string, string>
  readonly routes?: UploadsOptions['routes']
  /** Whether a script is missing; a promise delays the response. */
  readonly isMissing?: (path: string) => boolean | Promise<boolean>
}

/** Pages with the standalone element, its scripts, and the API at `/uploads`. */
export async function startStandaloneSite(options: StandaloneSiteOptions) {
  const { folder, backend, pages, headers = {}, routes, isMissing = () => false } = options
  const asked: string[] = []
  const app = new Hono().route(
    '/uploads',
    uploads({
      bucket: backend.info.bucket,
      topicArn: backend.topicArn,
      s3Client: backend.s3,
      snsClient: backend.sns,
      secret: 'a secret of the tests, thirty-two bytes and more',
      authorize: () => ({ subject: 'tester' }),
      ...(routes === undefined ? {} : { routes }),
      log: () => {},
    }),
  )
  if (options.app !== undefined) app.route('/', options.app)
  for (const [path, page] of Object.entries(pages)) app.get(path, (c) => c.html(page, 200, headers))
  app.get('/:script{.+\\.js}', async (c) => {
    asked.push(c.req.path)
    if (await isMissing(c.req.path)) return c.notFound()
    return c.body(await readFile(join(folder, c.req.param('script'))), 200, {
      'content-type': 'text/javascript',
    })
  })
  const { url, close } = await listen(getRequestListener(app.fetch))
  return {
    url: `${url}/`,
    /** Paths of the requested scripts, in order. */
    asked,
    close,
  }
}
