import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Writes `index.mjs`, one file with the AWS SDK although Lambda's Node contains one: AWS updates that version at any time, the
 * tests ran with this one, and a single tree-shaken file starts faster. sharp is not bundled: its native build must match the
 * function's processor.
 *
 * @param form `minified` also writes `index.mjs.map`, to which the file does not refer
 */
export async function bundleFunction(
  entry: string,
  outDir: string,
  form: 'readable' | 'minified' = 'readable',
): Promise<void> {
  const minify = form === 'minified'
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { target: 'node', noExternal: true, external: ['sharp'] },
    build: {
      ssr: entry,
      outDir,
      target: 'node20',
      minify,
      sourcemap: minify ? 'hidden' : false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'index.mjs', codeSplitting: false } },
    },
  })
}
