import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const source = fileURLToPath(new URL('page/', import.meta.url))
const target = fileURLToPath(new URL('../../dist/aws/page/', import.meta.url))

/** The page of the stack with all that it loads. @returns the folder, with a slash at its end */
export async function buildPage(): Promise<string> {
  await build({
    configFile: false,
    root: source,
    // The element finds its worker beside itself.
    base: './',
    logLevel: 'warn',
    resolve: { conditions: ['module', 'browser', 'production'] },
    worker: { format: 'es' },
    build: { outDir: target, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  })
  return target
}
