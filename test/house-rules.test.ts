/** Rules of CONTRIBUTING.md that hold for every file. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const folders = ['component', 'server', 'lambda', 'demo', 'test']

const MAX_LINES = 300
/** Types without code: the wire contract is one document. */
const DOCUMENTS = ['component/protocol.ts']
const UNCLEAR_WORDS =
  /\b(nobody|somebody|everybody|anybody|whoever|whatever|so many|none of ours|by and by)\b/i
/** Lists these words. */
const LISTS = ['CONTRIBUTING.md', 'test/house-rules.test.ts']

const files = [
  ...readdirSync(root),
  ...folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path.replaceAll('\\', '/')}`,
    ),
  ),
].filter((path) => /\.(ts|js|css|html|md)$/.test(path) && !path.includes('node_modules'))

const linesOf = (file: string): string[] => readFileSync(new URL(file, root), 'utf8').trimEnd().split('\n')

describe('the house rules', () => {
  it(`give a source file at most ${MAX_LINES} lines`, () => {
    const long = files
      .filter((file) => file.endsWith('.ts') && !file.startsWith('test/') && !DOCUMENTS.includes(file))
      .map((file) => ({ file, lines: linesOf(file).length }))
      .filter(({ lines }) => lines > MAX_LINES)
    expect(long).toEqual([])
  })

  it('name the subject of a sentence', () => {
    const unclear = files
      .filter((file) => !LISTS.includes(file))
      .flatMap((file) =>
        linesOf(file).flatMap((line, index) =>
          UNCLEAR_WORDS.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
      )
    expect(unclear).toEqual([])
  })

  it('read all files', () => {
    expect(files).toContain('README.md')
    expect(files).toContain('component/engine/upload/upload.ts')
  })
})
