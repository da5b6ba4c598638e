/** What the entry without the AWS SDK brings along. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleForEdge } from './support/bundle-for-edge.ts'

const entry = fileURLToPath(new URL('../../server/light.ts', import.meta.url))

/** All modules that a file imports, also for types, by their specifiers; relative ones are followed. */
function importsFrom(file: string, seen = new Set<string>(), packages = new Set<string>()): Set<string> {
  if (seen.has(file)) return packages
  seen.add(file)
  const source = readFileSync(file, 'utf8')
  for (const [, specifier = ''] of source.matchAll(/(?:\bfrom|\bimport\(|\bimport)\s*'([^']+)'/g)) {
    if (specifier.startsWith('.')) importsFrom(resolve(dirname(file), specifier), seen, packages)
    else packages.add(specifier)
  }
  return packages
}

describe('the entry without the AWS SDK', () => {
  it('imports Hono alone, also for its types', () => {
    const packages = [...importsFrom(entry)].filter((name) => !name.startsWith('hono'))
    expect(packages.sort()).toEqual(['node:crypto', 'node:http', 'node:https'])
  })

  describe('in a bundle for an edge runtime', () => {
    let code = ''
    beforeAll(async () => {
      code = await bundleForEdge('server/light.ts', { minify: true })
    }, 60_000)

    it('has at most 40 kB, of which Hono has 5', () => {
      expect(brotliCompressSync(code).length).toBeLessThanOrEqual(40_000)
    })

    it('imports nothing, so no module of Node is missing there', () => {
      expect(code).not.toMatch(/\bimport\s*[({'"]|\bfrom\s*['"]|\brequire\(/)
    })
  })
})
