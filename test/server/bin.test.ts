/** The command of the package. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'server/bin.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH },
  })

it('is named in package.json', () => {
  const { bin } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  expect(bin).toEqual({ 's3-uploader': './dist/server/bin.js' })
  expect(readFileSync(new URL('server/bin.ts', root), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
})

it('serves, or says what it needs', async () => {
  await expect(run('serve')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('AWS_REGION is missing'),
  })
})

it('shows its usage', async () => {
  expect((await run('--help')).stderr).toContain('s3-uploader serve')
  await expect(run('start')).rejects.toMatchObject({ code: 1 })
})
