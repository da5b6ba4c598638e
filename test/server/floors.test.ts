/** What the package promises about Node and its peers. `npm run test:floors` runs the tests of the API on the floors. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
const floorOf = (range: string) => (/\d+(\.\d+)*/.exec(range)?.[0] ?? '').split('.').map(Number)

function isAtLeast(version: number[], floor: number[]): boolean {
  const differing = floor.findIndex((part, index) => (version[index] ?? 0) !== part)
  return differing < 0 || (version[differing] ?? 0) > (floor[differing] ?? 0)
}

const { engines, peerDependencies } = read('package.json')

it.each(Object.keys(peerDependencies).filter((name) => /^(@aws-sdk\/|hono$|@hono\/)/.test(name)))(
  'every promised Node runs the tested %s',
  (name) => {
    const { engines: own } = read(`node_modules/${name}/package.json`)
    expect(isAtLeast(floorOf(engines.node), floorOf(own?.node ?? '0'))).toBe(true)
  },
)

it('Hono’s floor has the fixes of its body limit', () => {
  expect(isAtLeast(floorOf(peerDependencies.hono), [4, 12, 25])).toBe(true)
})
