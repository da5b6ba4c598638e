import { expect } from '@open-wc/testing'
import { dataTransferItems } from '../../../component/drop/data-transfer.ts'
import { readEntries } from '../../../component/drop/read-entries.ts'
import { transferOf } from '../uploader-harness.ts'

/** Browsers give a test no folder to drop, so what they would give is made here: entries, and their portions of 100. */
function fileEntry(path: string, file: File | Error): FileSystemEntry {
  const entry = {
    isFile: true,
    isDirectory: false,
    fullPath: path,
    file: (resolve: (file: File) => void, reject: (error: Error) => void) =>
      setTimeout(() => (file instanceof File ? resolve(file) : reject(file))),
  }
  return entry as unknown as FileSystemEntry
}

function folderEntry(path: string, portions: (FileSystemEntry[] | Error)[]): FileSystemEntry {
  const entry = {
    isFile: false,
    isDirectory: true,
    fullPath: path,
    createReader: () => {
      const left = [...portions, []]
      return {
        readEntries: (resolve: (entries: FileSystemEntry[]) => void, reject: (error: Error) => void) => {
          const portion = left.shift() ?? []
          setTimeout(() => (portion instanceof Error ? reject(portion) : resolve(portion)))
        },
      }
    },
  }
  return entry as unknown as FileSystemEntry
}

type Dropped = { entry: FileSystemEntry | null | Error; file?: File }

function dropOf(...dropped: Dropped[]): DataTransfer {
  const items = dropped.map(({ entry, file }) => ({
    kind: 'file',
    getAsFile: () => file ?? null,
    webkitGetAsEntry: () => {
      if (entry instanceof Error) throw entry
      return entry
    },
  }))
  return { items, files: [] } as unknown as DataTransfer
}

const drop = (transfer: DataTransfer) => readEntries(dataTransferItems(transfer))
const text = (name: string) => new File([name], name, { type: 'text/plain' })
const gone = () => new DOMException('gone', 'NotFoundError')
const pathsOf = (files: readonly File[]) => files.map((file) => file.webkitRelativePath || file.name)

describe('a drop', () => {
  it('brings every file of a folder, beyond the first hundred, with its path', async () => {
    const many = Array.from({ length: 250 }, (_, index) => fileEntry(`/a/${index}.txt`, text(`${index}.txt`)))
    const deep = folderEntry('/a/b', [[fileEntry('/a/b/deep.txt', text('deep.txt'))]])
    const empty = folderEntry('/a/empty', [])
    const folder = folderEntry('/a', [
      many.slice(0, 100),
      many.slice(100, 200),
      [...many.slice(200), deep, empty],
    ])
    const { files, rejected } = await drop(
      dropOf({ entry: folder }, { entry: null, file: text('alone.txt') }),
    )
    expect(rejected).to.have.length(0)
    expect(pathsOf(files)).to.deep.equal([
      ...Array.from({ length: 250 }, (_, index) => `a/${index}.txt`),
      'a/b/deep.txt',
      'alone.txt',
    ])
  })

  it('names what cannot be read, and takes the rest', async () => {
    const folder = folderEntry('/a', [
      [fileEntry('/a/1.txt', text('1.txt')), fileEntry('/a/link', gone())],
      [folderEntry('/a/locked', [gone()]), fileEntry('/a/2.txt', text('2.txt'))],
    ])
    const broken = folderEntry('/b', [[fileEntry('/b/3.txt', text('3.txt'))], gone()])
    const { files, rejected } = await drop(
      dropOf({ entry: folder }, { entry: broken }, { entry: null }, { entry: null, file: text('4.txt') }),
    )
    expect(pathsOf(files)).to.deep.equal(['a/1.txt', 'a/2.txt', 'b/3.txt', '4.txt'])
    expect(rejected.map(({ code, file }) => `${code} ${file.name}`)).to.deep.equal([
      'file-unreadable /a/link',
      'file-unreadable /a/locked',
      'file-unreadable /b',
      'file-unreadable ?',
    ])
  })

  it('survives items that throw when they are asked for their entry', async () => {
    const { files, rejected } = await drop(
      dropOf({ entry: new Error('no'), file: text('mail.txt') }, { entry: new Error('no') }),
    )
    expect(pathsOf(files)).to.deep.equal(['mail.txt'])
    expect(rejected).to.have.length(1)
  })

  it('takes no part of a folder with too many files, says so, and counts what it finds', async () => {
    const filesOf = (name: string, count: number) =>
      folderEntry(`/${name}`, [
        Array.from({ length: count }, (_, index) => fileEntry(`/${name}/${index}.txt`, text(`${index}.txt`))),
      ])
    const named = (entry: FileSystemEntry, name: string) => Object.assign(entry, { name })
    const counts: number[] = []
    const { files, rejected } = await readEntries(
      dataTransferItems(
        dropOf({ entry: named(filesOf('large', 9), 'large') }, { entry: filesOf('small', 2) }),
      ),
      { maxFolderFiles: 3, onFound: (count) => counts.push(count) },
    )
    expect(pathsOf(files)).to.deep.equal(['small/0.txt', 'small/1.txt'])
    expect(rejected).to.have.length(1)
    expect(rejected[0]).to.include({ code: 'folder-too-large', limit: 3 })
    expect(rejected[0]?.file.name).to.equal('large')
    expect(counts).to.deep.equal([2])
  })

  it('keeps files of the same name apart, and empty ones', async () => {
    const twins = [new File(['a'], 'same.txt'), new File(['b'], 'same.txt'), new File([], 'same.txt')]
    const { files } = await drop(transferOf(twins))
    expect(await Promise.all(files.map((file) => file.text()))).to.deep.equal(['a', 'b', ''])
  })

  it('of text alone brings nothing', async () => {
    const transfer = new DataTransfer()
    transfer.setData('text/plain', 'words')
    expect(await drop(transfer)).to.deep.equal({ files: [], rejected: [] })
  })
})
