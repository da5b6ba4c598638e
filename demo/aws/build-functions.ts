/** The functions' zips: the same bytes from the same sources, on any machine and day. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zipSync } from 'fflate'
import { bundleFunction } from '../bundle-function.ts'
import { installSharp } from './install-sharp.ts'

export type FunctionName = 'api' | 'sweep' | 'image'

export interface FunctionZip {
  name: FunctionName
  path: string
  sha256: string
  bytes: number
}

const FUNCTION_NAMES = ['api', 'sweep', 'image'] as const

const ENTRIES: Record<FunctionName, string> = {
  api: 'demo/aws/functions/api.ts',
  sweep: 'demo/aws/functions/sweep.ts',
  image: 'lambda/index.ts',
}

/** In bytes: a dependency that grows unnoticed makes every cold start slower. */
export const MOST_BYTES: Record<FunctionName, number> = { api: 300_000, sweep: 300_000, image: 9_000_000 }

// The oldest date of the format, as local time, which is what a zip stores.
const NO_TIME = new Date(1980, 0, 1)

export const functionsFolder = fileURLToPath(new URL('../../dist/aws/', import.meta.url))

/**
 * Writes `dist/aws/NAME.zip`, and source maps into `dist/aws/maps/`.
 *
 * @throws Error if a zip is larger than `MOST_BYTES` or sharp is not for arm64
 */
export async function buildFunctions(
  names: readonly FunctionName[] = FUNCTION_NAMES,
): Promise<FunctionZip[]> {
  await mkdir(join(functionsFolder, 'maps'), { recursive: true })
  const zips: FunctionZip[] = []
  for (const name of names) zips.push(await buildFunction(name))
  return zips
}

/** The zips of the last build. @throws Error if there are none */
export async function zipsOnDisk(): Promise<FunctionZip[]> {
  return Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      const path = join(functionsFolder, `${name}.zip`)
      const zip = await readFile(path)
      return { name, path, sha256: sha256Of(zip), bytes: zip.length }
    }),
  )
}

async function buildFunction(name: FunctionName): Promise<FunctionZip> {
  const folder = join(functionsFolder, name)
  await rm(folder, { recursive: true, force: true })
  await bundleFunction(ENTRIES[name], folder, 'minified')
  await rename(join(folder, 'index.mjs.map'), join(functionsFolder, 'maps', `${name}.mjs.map`))
  const files = {
    'index.mjs': new Uint8Array(await readFile(join(folder, 'index.mjs'))),
    ...(name === 'image' ? await installSharp() : {}),
  }
  const zip = zipOf(files)
  if (zip.length > MOST_BYTES[name]) {
    throw new Error(`${name}.zip has ${zip.length} bytes; at most ${MOST_BYTES[name]} are expected`)
  }
  const path = join(functionsFolder, `${name}.zip`)
  await writeFile(path, zip)
  return { name, path, sha256: sha256Of(zip), bytes: zip.length }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Sorted, without dates, readable by everyone and writable by the owner, as Lambda demands. */
function zipOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const UNIX = 3
  const attributes = { mtime: NO_TIME, os: UNIX, attrs: 0o100644 << 16, level: 9 } as const
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
  return zipSync(Object.fromEntries(sorted.map(([path, bytes]) => [path, [bytes, attributes]])))
}
