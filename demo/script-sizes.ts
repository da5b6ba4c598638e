/** How much a page loads of the standalone element: the table that `npm run build` prints and a test holds. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'

/** kB of 1,000 bytes, Brotli. */
export const SIZE_LIMITS = { first: 12.3, photo: 60.1 }

export interface ScriptSizes {
  readonly name: string
  /** File names. */
  readonly scripts: readonly string[]
  /** Of all scripts together, in kB of 1,000 bytes, Brotli. */
  readonly kilobytes: number
  readonly limit: number
}

/**
 * What every page loads, and what one photo needs in all, from the file's choice to its row of the list.
 *
 * @param folder where `bundleStandalone` wrote
 */
export async function scriptSizes(folder: string): Promise<ScriptSizes[]> {
  const second = (await readdir(folder)).filter((name) => /^s3-uploader-ui-.*\.js$/.test(name))
  const first = await withImports(folder, ['s3-uploader.js'])
  const photo = await withImports(folder, [...first, ...second])
  return [
    { name: 'before the first file', ...(await weigh(folder, first)), limit: SIZE_LIMITS.first },
    { name: 'one photo in all', ...(await weigh(folder, photo)), limit: SIZE_LIMITS.photo },
  ]
}

async function weigh(folder: string, scripts: readonly string[]) {
  const sizes = await Promise.all(
    scripts.map(async (name) => (await promisify(brotliCompress)(await readFile(join(folder, name)))).length),
  )
  return { scripts, kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1000 }
}

/** The scripts, and those that they import without waiting, each once. */
async function withImports(folder: string, names: readonly string[]): Promise<string[]> {
  const found = new Set(names)
  for (const name of found) {
    const code = await readFile(join(folder, name), 'utf8')
    for (const [, imported] of code.matchAll(/\b(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)) {
      if (imported !== undefined) found.add(imported)
    }
  }
  return [...found]
}
