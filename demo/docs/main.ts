/** `npm run docs`: writes the site into `dist/site`, to be served by any file server. */
import { fileURLToPath } from 'node:url'
import { buildSite } from './build-site.ts'

await buildSite(fileURLToPath(new URL('../../dist/site', import.meta.url)))
process.stdout.write('dist/site/index.html\n')
