/** The zips that are deployed: reproducible, for arm64, and working as they are. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  buildFunctions,
  type FunctionName,
  type FunctionZip,
  functionsFolder,
  MOST_BYTES,
} from '../../../demo/aws/build-functions.ts'
import { machineOf } from '../../../demo/aws/elf-machine.ts'
import { type CallsByFunction, runWholeJourney } from '../whole-journey.ts'

let zips: FunctionZip[]
const contents: Partial<Record<FunctionName, Record<string, Uint8Array>>> = {}
// Inside the project, so that the image function finds this machine's sharp instead of the one for arm64.
const unpacked = join(functionsFolder, 'unpacked')

beforeAll(async () => {
  zips = await buildFunctions()
  for (const { name, path } of zips) contents[name] = unzipSync(new Uint8Array(await readFile(path)))
})
afterAll(() => rm(unpacked, { recursive: true, force: true }))

const filesOf = (name: FunctionName) => contents[name] ?? {}

describe('the zips', () => {
  it('have the same bytes on a second run', async () => {
    const again = await buildFunctions()
    expect(again.map(({ sha256 }) => sha256)).toEqual(zips.map(({ sha256 }) => sha256))
  })

  it('stay within their sizes, unzipped far below the 250 MB of Lambda', () => {
    for (const { name, bytes } of zips) {
      expect(bytes).toBeLessThan(MOST_BYTES[name])
      const unzipped = Object.values(filesOf(name)).reduce((sum, { length }) => sum + length, 0)
      expect(unzipped).toBeLessThan(60_000_000)
    }
  })

  it('hold sharp for arm64 and for no other machine', () => {
    const native = Object.entries(filesOf('image')).filter(([path]) => /\.node$|\.so/.test(path))
    expect(native.length).toBeGreaterThanOrEqual(2)
    for (const [path, bytes] of native) expect([path, machineOf(bytes)]).toEqual([path, 'arm64'])
  })

  it('hold one file besides sharp, and no source map', () => {
    const own = (['api', 'sweep', 'image'] as const).map((name) =>
      Object.keys(filesOf(name)).filter((path) => !path.startsWith('node_modules/')),
    )
    expect(own).toEqual([['index.mjs'], ['index.mjs'], ['index.mjs']])
    for (const name of ['api', 'sweep', 'image'] as const) {
      expect(Buffer.from(filesOf(name)['index.mjs'] ?? []).toString()).not.toContain('sourceMappingURL')
    }
  })
})

describe('the built functions', () => {
  async function load(name: FunctionName): Promise<{ handler: never }> {
    const path = join(unpacked, name, 'index.mjs')
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, filesOf(name)['index.mjs'] ?? '')
    return import(/* @vite-ignore */ pathToFileURL(path).href)
  }

  it('take uploads from presign to resized images, and find forgotten ones', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    let calls: CallsByFunction
    try {
      calls = await runWholeJourney({
        loadApi: async () => (await load('api')).handler,
        loadSweep: async () => (await load('sweep')).handler,
        loadImage: async () => (await load('image')).handler,
      })
    } finally {
      write.mockRestore()
    }
    const wrote = ({ action, resource }: { action: string; resource: string }) =>
      action === 's3:PutObject' && resource.includes('/derived/')
    expect(calls.ImageFunction.filter(wrote).length).toBeGreaterThanOrEqual(3)
    expect(calls.ApiFunction.filter(({ action }) => action === 'sns:Publish')).toHaveLength(2)
    // The forgotten upload is younger than ten minutes: it is left to its browser.
    expect(calls.SweepFunction.map(({ action }) => action)).toContain('s3:ListBucket')
  })
})
