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
    await write(join(folder, 'published'), 'modules')
    await write(join(folder, 'beside'), 'one-file')
    await write(join(folder, 'whole'), 'one-file-with-hono')
    const subjects: [name: string, specifier: string, aim?: number][] = [
      ['Hono alone', import.meta.resolve('hono')],
      ['`@aws-sdk/client-s3` alone', import.meta.resolve('@aws-sdk/client-s3')],
      ['the API, SDK, as published', url('published/index.js')],
      ['the API, light, as published', url('published/light.js')],
      ['the API, SDK, in one file beside its packages', url('beside/index.js')],
      ['the API, light, in one file beside Hono', url('beside/light.js')],
      ['the API, light, in one file with Hono', url('whole/light.js'), 15],
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

/** `modules`: one file for each, as in the package. */
type Form = 'modules' | 'one-file' | 'one-file-with-hono'

async function write(outDir: string, form: Form): Promise<void> {
  for (const name of ['index', 'light']) {
    await build({
      configFile: false,
      logLevel: 'error',
      ...(form === 'one-file-with-hono' && { ssr: { noExternal: /^hono/ } }),
      build: {
        outDir,
        emptyOutDir: false,
        minify: false,
        target: 'node20',
        ssr: join(root, 'server', `${name}.ts`),
        rolldownOptions: {
          external: form === 'one-file-with-hono' ? /^(@|node:)/ : /^(@|hono|node:)/,
          output: {
            preserveModules: form === 'modules',
            preserveModulesRoot: join(root, 'server'),
            entryFileNames: '[name].js',
          },
        },
      },
    })
  }
}
