/** The time from nothing to a ready module, each in a fresh process of Node. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { medianOf } from './median-of.ts'

const ROUNDS = 9
const root = fileURLToPath(new URL('../../..', import.meta.url))
const program =
  'const before = performance.now(); await import(process.argv[1]); console.log(performance.now() - before)'

export interface ColdImport {
  name: string
  ms: number
  aim?: number
}

export async function coldImports(): Promise<ColdImport[]> {
  // Beside the packages, which stay outside.
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-api-'))
  try {
    const url = (name: string) => pathToFileURL(join(folder, name)).href
    const light = { published: url('published/light.js'), bundled: url('bundled/light.js') }
    const sdk = { published: url('published/index.js'), bundled: url('bundled/index.js') }
    await write(join(folder, 'published'), true)
    await write(join(folder, 'bundled'), false)
    const subjects: [name: string, specifier: string, aim?: number][] = [
      ['Hono alone', import.meta.resolve('hono')],
      ['`@aws-sdk/client-s3` alone', import.meta.resolve('@aws-sdk/client-s3')],
      ['the API, SDK, as published', sdk.published],
      ['the API, light, as published', light.published],
      ['the API, SDK, in one file beside its packages', sdk.bundled],
      ['the API, light, in one file beside its packages', light.bundled, 15],
    ]
    const times = subjects.map((): number[] => [])
    // The first round fills the file system's cache.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [index, [, specifier]] of subjects.entries()) {
        const ms = importMs(specifier)
        if (round > 0) times[index]?.push(ms)
      }
    }
    return subjects.map(([name, , aim], index) => ({
      name,
      ms: medianOf(times[index] ?? []),
      ...(aim === undefined ? {} : { aim }),
    }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function importMs(specifier: string): number {
  const env = { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program, specifier], {
    env,
  })
  return Number(output.toString())
}

/** @param isSplit one file for each module, as in the package */
async function write(outDir: string, isSplit: boolean): Promise<void> {
  for (const name of ['index', 'light']) {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir,
        emptyOutDir: false,
        minify: false,
        target: 'node20',
        ssr: join(root, 'server', `${name}.ts`),
        rolldownOptions: {
          external: /^(@|hono|node:)/,
          output: {
            preserveModules: isSplit,
            preserveModulesRoot: join(root, 'server'),
            entryFileNames: '[name].js',
          },
        },
      },
    })
  }
}
