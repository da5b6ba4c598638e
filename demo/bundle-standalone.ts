import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

/**
 * Writes `s3-uploader.js` (what a page needs before its first file, Lit included) and the files that it loads later,
 * with relative URLs: a page may copy them together into any folder. The hashing worker is optional.
 *
 * @param names `kept` keeps function names and adds a source map, for a profile; `mapped` adds it to minified code
 */
export async function bundleStandalone(
  outDir: string,
  names: 'minified' | 'mapped' | 'kept' = 'minified',
): Promise<void> {
  const minify = names !== 'kept'
  await build({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'warn',
    plugins: [...(minify ? [compactStyles] : []), ...(names === 'minified' ? [compactTemplates] : [])],
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      minify,
      sourcemap: names !== 'minified',
      // Vite's own `minify` keeps the white space of ES libraries for bundlers; this file is not bundled again.
      // Lit's license requires its notices in every copy.
      rolldownOptions: {
        // The later files import from the first one instead of from a third file.
        preserveEntrySignatures: 'allow-extension',
        output: {
          // A hash, so that files of two versions do not mix.
          chunkFileNames: ({ name }) => `s3-uploader-${name.replace(/^uploader-/, '')}-[hash].js`,
          minify,
          comments: { legal: true, annotation: false },
          codeSplitting: {
            groups: [{ name: secondScript, debugName: 'ui' }],
            includeDependenciesRecursively: false,
          },
        },
      },
    },
  })
}

const FIRST = /\/component\/index\.ts$/
const SECOND = /\/component\/uploader-ui\.ts$/
/** Loaded with the first script, where the page's language is not English. */
const LOCALE = /\/component\/locales\/(?!en)[\w-]+\.ts$/

/** What rolldown knows about the modules of a build. */
interface ModuleGraph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null
}

/**
 * One script of all that every upload needs. A module that a rarer script imports as well would be a script of its own
 * otherwise: one more request before the first byte.
 */
function secondScript(id: string, graph: ModuleGraph): string | null {
  const isEarlier = isPartOf(id, FIRST, graph) || isPartOf(id, LOCALE, graph)
  return isPartOf(id, SECOND, graph) && !isEarlier ? 'ui' : null
}

/** Whether a module that matches imports it, directly or through others. */
function isPartOf(id: string, root: RegExp, graph: ModuleGraph, seen = new Set<string>()): boolean {
  if (root.test(id)) return true
  if (seen.has(id)) return false
  seen.add(id)
  const importers = graph.getModuleInfo(id)?.importers ?? []
  return importers.some((importer) => isPartOf(importer, root, graph, seen))
}

/** Removes comments and white space from style sheets: minifiers do not change template literals. */
const compactStyles: Plugin = {
  name: 'compact-styles',
  enforce: 'pre',
  // Without a map of its own: a source map then names the right file, though not the right column.
  transform: (code) => ({ code: compactCss(code), map: null }),
}

function compactCss(code: string): string {
  return code.replace(/(?<=\bcss`)[^`]*(?=`)/g, (styles) =>
    styles
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,>]) ?/g, '$1')
      .replaceAll(': ', ':')
      .replaceAll(';}', '}'),
  )
}

/** The same for markup: in minified code only lines of a template start with blanks, and one line break is enough. */
const compactTemplates: Plugin = {
  name: 'compact-templates',
  generateBundle: (_, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = withOneNotice(file.code.replace(/\n\s+/g, '\n'))
    }
  },
}

/** Each module of Lit has its license notice, of its year: one notice names all years. */
function withOneNotice(code: string): string {
  const years = [...code.matchAll(/@license\n\* Copyright (\d{4}) Google/g)].map(([, year]) => year)
  const allYears = [...new Set(years)].sort().join(', ')
  let isFirst = true
  return code.replace(/\/\*\*\n\* @license[^/]*\*\/\n?/g, (notice) => {
    const kept = isFirst ? notice.replace(/\d{4}(?= Google)/, allYears) : ''
    isFirst = false
    return kept
  })
}
