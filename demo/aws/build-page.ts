import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

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
    plugins: [keepSideEffects],
    resolve: { conditions: ['module', 'browser', 'production'] },
    worker: { format: 'es' },
    build: {
      outDir: target,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
    },
  })
  return target
}

/** The package's `sideEffects` names built files only: without this, modules that define elements would be left out. */
const keepSideEffects: Plugin = {
  name: 'keep-side-effects',
  enforce: 'post',
  transform: (code, id) => (id.endsWith('.ts') ? { code, map: null, moduleSideEffects: true } : null),
}
