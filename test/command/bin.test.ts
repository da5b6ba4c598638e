/** The command of the package. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import Module from 'node:module'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { missingPackages } from '../../demo/command/missing-packages.ts'

const root = new URL('../../', import.meta.url)
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'demo/command/bin.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH },
  })

it('is named in package.json', () => {
  const { bin } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  expect(bin).toEqual({ 's3-uploader': './dist/demo/command/bin.js' })
  expect(readFileSync(new URL('demo/command/bin.ts', root), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
})

it('serves, or says what it needs', async () => {
  await expect(run('serve')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('AWS_REGION is missing'),
  })
})

it('lists its commands, and refuses others', async () => {
  expect((await run('--help')).stdout).toMatch(/serve .*\n\s+send /)
  await expect(run('toString')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no command "toString"'),
  })
})

it('prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  expect((await run('--version')).stdout).toBe(`${version}\n`)
})

it.each(['serve', 'send', 'doctor', 'rules', 'local', 'reprocess'])(
  '%s explains itself, and starts nothing with an option it does not know',
  async (name) => {
    expect((await run(name, '--help')).stdout).toMatch(new RegExp(`^Usage: s3-uploader ${name}\\b`))
    await expect(run(name, '--none-such')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Unknown option.*--none-such/),
    })
  },
)

it('takes what follows -- for names of files', async () => {
  await expect(run('send', '--endpoint', 'http://localhost:9', '--', '-h')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('-h cannot be read'),
  })
})

it('names the packages that are not installed', () => {
  expect(missingPackages(['hono', '@aws-sdk/client-s3', '@scope/none', 'none-such'])).toEqual([
    '@scope/none',
    'none-such',
  ])
})

it('finds packages where no folder is named node_modules, as with Plug’n’Play of Yarn', () => {
  const own = Reflect.get(Module, '_resolveFilename')
  Reflect.set(Module, '_resolveFilename', (request: string, ...rest: unknown[]) =>
    request === 'plugged/package.json' ? '/cache/plugged.zip/package.json' : own(request, ...rest),
  )
  onTestFinished(() => {
    Reflect.set(Module, '_resolveFilename', own)
  })
  expect(missingPackages(['plugged', 'none-such'])).toEqual(['none-such'])
})
