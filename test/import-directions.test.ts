/** Which folder may import from which: the drawing in CONTRIBUTING.md as a table. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Files of the component's root that its folders, the engine and the server share; they import only each other. */
const contract = [
  'component/protocol',
  'component/protocol-limits',
  'component/media-type',
  'component/display-name',
]
/** Files of the Lambda that the server reads. */
const lambdaContract = ['lambda/manifest', 'lambda/upload-event']

const engine = (...folders: string[]) => folders.map((folder) => `component/engine/${folder}`)
const server = (...folders: string[]) => folders.map((folder) => `server/${folder}`)
const view = [
  'avatar',
  'drop',
  'form',
  'language',
  'list',
  'locales',
  'looks',
  'page',
  'picture',
  'restore',
  'speech',
  'text',
].map((folder) => `component/${folder}`)
const wholeEngine = ['component/engine', ...engine('queue', 'api', 'resume', 'storage', 'files', 'upload')]

/** The targets of each folder, besides itself. Each group is listed from the top to the ground floor. */
const allowed: Record<string, readonly string[]> = {
  component: [...view, ...wholeEngine, ...contract],
  'component/frameworks': ['component', ...view, ...wholeEngine, ...contract],
  'component/looks': [
    'component/list',
    'component/drop',
    'component/page',
    'component/text',
    ...wholeEngine,
    ...contract,
  ],
  'component/language': ['component/locales', 'component/text', ...wholeEngine, ...contract],
  'component/locales': ['component/text', ...wholeEngine, ...contract],
  'component/speech': ['component/text', ...wholeEngine, ...contract],
  'component/list': ['component/page', 'component/text', ...wholeEngine, ...contract],
  'component/restore': ['component/page', 'component/text', ...wholeEngine, ...contract],
  'component/form': ['component/text', ...wholeEngine, ...contract],
  'component/drop': ['component/page', 'component/text', ...wholeEngine, ...contract],
  'component/avatar': ['component/page', 'component/picture', 'component/text', ...wholeEngine, ...contract],
  'component/picture': [...wholeEngine, ...contract],
  'component/page': [...wholeEngine, ...contract],
  'component/text': [...wholeEngine, ...contract],

  'component/themes': [],
  'component/engine': [...engine('queue', 'api', 'resume', 'storage', 'files', 'upload'), ...contract],
  'component/engine/queue': [...engine('upload'), ...contract],
  'component/engine/api': [...engine('resume', 'storage', 'files', 'upload'), ...contract],
  'component/engine/resume': [...engine('files', 'upload'), ...contract],
  'component/engine/storage': [...engine('files', 'upload'), ...contract],
  'component/engine/files': [...engine('upload'), ...contract],
  'component/engine/upload': contract,

  server: [...server('routes', 'options', 'light', 'aws', 'http', 'upload'), ...contract, ...lambdaContract],
  'server/routes': [...server('options', 'http', 'upload'), ...contract, ...lambdaContract],
  'server/options': [...server('aws', 'upload'), ...contract, ...lambdaContract],
  'server/light': [...server('aws', 'upload'), ...contract, ...lambdaContract],
  'server/aws': [...server('upload'), ...contract, ...lambdaContract],
  'server/http': [...server('upload'), ...contract],
  'server/upload': [...contract, ...lambdaContract],

  lambda: [],
}

interface Import {
  file: string
  target: string
}

/** Paths of all source files, without their extension. */
const files = ['component', 'server', 'lambda'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/').replace(/\.ts$/, '')}`),
)

/** Relative imports of a file, static and dynamic, types included. */
function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, `${file}.ts`), 'utf8')
  return [...source.matchAll(/(?:\bfrom|\bimport\(|\bimport)\s*'(\.{1,2}\/[^']+)\.ts'/g)].map(
    ([, path = '']) => ({
      file,
      target: posix.join(dirname(file), path),
    }),
  )
}

/** The node of the table that a file belongs to: itself if the table names it, otherwise its folder. */
const shared = [...contract, ...lambdaContract]
const nodeOf = (file: string) => (shared.includes(file) ? file : dirname(file))

function isAllowed({ file, target }: Import): boolean {
  const [from, to] = [nodeOf(file), nodeOf(target)]
  if (dirname(file) === dirname(target) && !contract.includes(file)) return true
  if (contract.includes(file)) return contract.includes(target)
  return allowed[from]?.includes(to) ?? false
}

describe('imports', () => {
  it('stay within a folder or fall to an allowed one', () => {
    const rising = files
      .flatMap(importsOf)
      .filter((found) => !isAllowed(found))
      .map(({ file, target }) => `${file} imports ${target}`)
    expect(rising).toEqual([])
  })

  it('are found', () => {
    const element = importsOf('component/s3-uploader').map(({ target }) => nodeOf(target))
    expect(new Set(element)).toContain('component/drop')
    expect(files.length).toBeGreaterThan(100)
  })
})

describe('the table of folders', () => {
  it('names every folder', () => {
    const folders = new Set(files.map((file) => dirname(file)))
    expect(Object.keys(allowed).sort()).toEqual([...folders].sort())
  })

  it('has no circles', () => {
    const risen = (folder: string, path: readonly string[]): string[] =>
      path.includes(folder)
        ? [[...path, folder].join(' → ')]
        : (allowed[folder] ?? []).flatMap((target) => risen(target, [...path, folder]))
    expect(Object.keys(allowed).flatMap((folder) => risen(folder, []))).toEqual([])
  })
})
