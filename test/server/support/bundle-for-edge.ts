import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** One module, by its path, absolute or from the repository's root, as a bundler makes it for an edge runtime: from the AWS SDK's browser build. */
export async function bundleForEdge(entry: string, { minify = false } = {}): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['workerd', 'worker', 'browser'], mainFields: ['browser', 'module', 'main'] },
    build: {
      write: false,
      minify,
      lib: {
        entry: isAbsolute(entry) ? entry : fileURLToPath(new URL(`../../../${entry}`, import.meta.url)),
        formats: ['es'],
        fileName: 'edge',
      },
      // Vite leaves the spaces in libraries.
      rolldownOptions: { output: { codeSplitting: false, minify } },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  return output && 'output' in output ? output.output[0].code : ''
}
