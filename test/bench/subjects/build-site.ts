import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'
import { bundleStandalone } from '../../../demo/bundle-standalone.ts'
import type { Subject } from './subject.ts'

const rootOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Source maps by the end of their script's URL; only with function names. */
export type SiteMaps = ReadonlyMap<string, SourceMap>

/**
 * Writes a page with script and styles for each subject into the folder, and the standalone element as `npm run build`
 * does.
 *
 * @param names `kept` keeps function names, for a CPU profile
 */
export async function buildSite(
  folder: string,
  subjects: readonly Subject[],
  names: 'minified' | 'kept',
): Promise<SiteMaps> {
  const minify = names === 'kept' ? { minify: false, sourcemap: true } : {}
  const maps = new Map<string, SourceMap>()
  const writeScript = async (name: string, { script, map }: Bundle) => {
    await writeFile(join(folder, name), script)
    if (map !== null) maps.set(`/${name}`, new SourceMap(map))
  }
  await mkdir(folder, { recursive: true })
  await bundleStandalone(folder, names)
  if (names === 'kept') {
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.js'))) {
      const map: SourceMapPayload = JSON.parse(await readFile(join(folder, `${name}.map`), 'utf8'))
      maps.set(`/${name}`, new SourceMap(map))
    }
  }
  for (const { name, entry, html } of subjects) {
    const bundled = await bundle({
      configFile: false,
      root: rootOf('.'),
      // A page's build would replace it.
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        write: false,
        lib: { entry: rootOf(entry), formats: ['es'], fileName: () => 'subject.js', cssFileName: 'subject' },
        ...minify,
      },
    })
    await writeScript(`${name}.js`, bundled)
    await writeFile(join(folder, `${name}.css`), bundled.styles)
    await writeFile(
      join(folder, `${name}.html`),
      `<!doctype html><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/${name}.css">${html}<script type="module" src="/${name}.js"></script>`,
    )
  }
  return maps
}

interface Bundle {
  readonly script: string
  readonly styles: string
  readonly map: SourceMapPayload | null
}

async function bundle(config: InlineConfig): Promise<Bundle> {
  const results = await build({ logLevel: 'error', ...config })
  const [result] = Array.isArray(results) ? results : [results]
  if (result === undefined || !('output' in result)) throw new Error('Vite built nothing')
  const styles = result.output.flatMap((file) =>
    file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : [],
  )
  const [{ code, map }] = result.output
  return {
    script: code,
    styles: styles.join('\n'),
    map: map === null ? null : { ...map, file: map.file ?? '', sourceRoot: '' },
  }
}
