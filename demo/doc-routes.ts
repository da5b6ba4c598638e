/** `/demo/docs/…`: the documents that the page links to, as text, so that they are those of this version. */
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { examples } from './examples/index.ts'

const DOCUMENTS = [
  'README.md',
  'component/README.md',
  'component/recipes.md',
  'component/faq.md',
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
  const known = new Set([
    ...DOCUMENTS,
    ...examples.flatMap(({ name, files }) => files.map((file) => `demo/examples/${name}/${file}`)),
  ])
  app.get('/:document{.+}', async (c) => {
    const document = c.req.param('document')
    if (!known.has(document)) return c.notFound()
    return c.body(await readFile(new URL(`../${document}`, import.meta.url)), 200, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
  })
  return app
}
