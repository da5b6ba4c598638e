import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

/**
 * Writes `s3-uploader.js`, all that a page needs before its first file, Lit included; and beside it what that loads when
 * it is needed, so that they work wherever a page copies them together. It can do without the worker that hashes.
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
    plugins: minify ? [compactStyles, compactTemplates] : [],
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      minify,
      sourcemap: !minify,
      // Vite's own `minify` keeps the white space of ES libraries for bundlers; nobody bundles this file again.
      // Lit's license asks that its notices stay in every copy.
      rolldownOptions: {
        // The first file shares what it has instead of drawing a third one in.
        preserveEntrySignatures: 'allow-extension',
        output: {
          // Of another version's files none may be taken for ours.
          chunkFileNames: ({ name }) => `s3-uploader-${name.replace(/^uploader-/, '')}-[hash].js`,
          minify,
          comments: { legal: true, annotation: false },
        },
      },
    },
  })
}

/** Minifiers leave template literals alone, and style sheets are written to be read. */
const compactStyles: Plugin = {
  name: 'compact-styles',
  enforce: 'pre',
  transform: (code) =>
    code.replace(/(?<=\bcss`)[^`]*(?=`)/g, (styles) =>
      styles
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\s+/g, ' ')
        .replace(/ ?([{};,>]) ?/g, '$1')
        .replaceAll(': ', ':')
        .replaceAll(';}', '}'),
    ),
}

/** So is markup: in minified code a line begins with blanks in a template alone, where one break is as good. */
const compactTemplates: Plugin = {
  name: 'compact-templates',
  generateBundle: (_, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/\n\s+/g, '\n')
    }
  },
}
