/** `/demo/docs/…`: the documents that the page links to, as text, so that they are those of this version. */
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'

const DOCUMENTS = [
  'README.md',
  'component/README.md',
  'component/words.md',
  'component/resume.md',
  'component/accessibility.md',
  'component/migration.md',
  'server/README.md',
  'lambda/README.md',
  'demo/aws/README.md',
  'demo/local/README.md',
]

export function docRoutes(): Hono {
  const app = new Hono()
  for (const document of DOCUMENTS) {
    app.get(`/${document}`, async (c) =>
      c.body(await readFile(new URL(`../${document}`, import.meta.url)), 200, {
        'content-type': 'text/plain; charset=utf-8',
        'x-content-type-options': 'nosniff',
      }),
    )
  }
  return app
}
