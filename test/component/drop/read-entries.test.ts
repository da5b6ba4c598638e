import { expect, it, vi } from 'vitest'
import { readEntries } from '../../../component/drop/read-entries.ts'

vi.mock('../../../component/drop/read-folder.ts', () => {
  throw new Error('offline')
})

it('refuses a folder whose code fails to load, and takes the files beside it', async () => {
  const folder = { isFile: false, isDirectory: true, name: 'Trip', fullPath: '/Trip' } as FileSystemEntry
  const file = new File(['x'], 'a.png')
  const handle = undefined
  const { files, rejected } = await readEntries([
    { entry: folder, handle },
    { entry: file, handle },
  ])
  expect(files).toEqual([file])
  expect(rejected.map(({ code, file: { name } }) => [code, name])).toEqual([['file-unreadable', 'Trip']])
})
