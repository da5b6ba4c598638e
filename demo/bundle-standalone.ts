import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Writes `s3-uploader.js`, one file with Lit and every locale inside, so that it works wherever a page copies it; and
 * beside it the worker that hashes, which it can do without.
 *
 * @param names `kept` leaves functions their names and adds a source map, for a profile
 */
export async function bundleStandalone(
  outDir: string,
  names: 'minified' | 'kept' = 'minified',
): Promise<void> {
  const minify = names === 'minified'
  await build({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      minify,
      sourcemap: !minify,
      // Vite's own `minify` keeps the white space of ES libraries for bundlers; nobody bundles this file again.
      // Lit's license asks that its notices stay in every copy.
      rolldownOptions: { output: { codeSplitting: false, minify, comments: { legal: true } } },
    },
  })
}
