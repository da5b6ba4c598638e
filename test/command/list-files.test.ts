import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { listFiles } from '../../demo/command/send/list-files.ts'
import { UsageError } from '../../demo/command/usage-error.ts'

const denied = vi.hoisted(() => ({ folder: '' }))

// Root, as which some of these tests run, can read everything.
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  return {
    ...fs,
    readdir: async (...args: Parameters<typeof fs.readdir>) => {
      if (args[0] !== denied.folder) return fs.readdir(...args)
      throw new Error(`EACCES: permission denied, scandir '${args[0]}/locked'`)
    },
  }
})

afterEach(() => {
  denied.folder = ''
})

it('names the folder that cannot be read, as it names a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'list-'))
  await writeFile(join(folder, 'a.txt'), 'a')
  expect(await listFiles([folder])).toMatchObject([{ path: join(folder, 'a.txt') }])
  denied.folder = folder
  const listing = listFiles([folder])
  await expect(listing).rejects.toThrow(UsageError)
  await expect(listing).rejects.toThrow(/cannot be read: EACCES.*locked/)
  await rm(folder, { recursive: true })
})
