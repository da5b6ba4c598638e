/** Names in the pages exist, and what exists is in the pages. The element's own: custom-elements-manifest.test.ts */
import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { DOCTOR_USAGE, SEND_USAGE } from '../../demo/command/usages.ts'
import { customElementsManifest } from '../../demo/custom-elements-manifest.ts'
import { elementOf } from '../../demo/editor-data.ts'
import { read, root, shippedPages } from './shipped-pages.ts'

const sorted = (names: Iterable<string>) => [...new Set(names)].sort()
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name)

/** The text of a section, without its deeper ones where `level` is 3. */
function section(page: string, heading: string): string {
  const [, text = ''] = read(page).split(`\n${heading}\n`)
  return text.split(/\n#{2,3} /)[0] ?? ''
}

/** What stands in backticks in the first column of the tables of a text. */
const firstColumn = (text: string) =>
  matches(text, /^\| (`[^|]+) \|/gm).flatMap((cell) => matches(cell, /`([^`=]+)(?:=[^`]*)?`/g))

/** Names of the members of an interface. */
function members(path: string, name: string): string[] {
  const [, body = ''] = new RegExp(`interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(read(path)) ?? []
  return matches(body, /^ {2}(\w+)\??:/gm)
}

const OPTIONS = 'server/options/uploads-options.ts'

describe('the page of the API', () => {
  it('has every option, and none else', () => {
    const forTests = ['clock', 'randomId']
    const clients = members('server/aws/sdk-clients.ts', 'SdkClients')
    const own = [...members(OPTIONS, 'UploadsOptions'), ...members('server/aws/aws-options.ts', 'AwsOptions')]
    expect(own.length).toBeGreaterThan(30)
    const options = [...own.filter((name) => !forTests.includes(name)), ...clients]
    expect(sorted(firstColumn(section('server/README.md', '## Options')))).toEqual(sorted(options))
  })

  it('has every limit of a route, and none else', () => {
    expect(sorted(firstColumn(section('server/README.md', '## Routes')))).toEqual(
      sorted(members(OPTIONS, 'RouteOptions')),
    )
  })

  it('has what is stored with objects', () => {
    const [row = ''] = /^\| `objects` .*$/m.exec(section('server/README.md', '## Options')) ?? []
    const [, ...named] = matches(row, /`(\w+)`/g)
    expect(sorted(named)).toEqual(sorted(members('server/upload/object-attributes.ts', 'ObjectAttributes')))
  })

  it('has every environment variable, and none else', () => {
    const files = readdirSync(`${root}server`, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    )
    const code = files.map((path) => read(`server/${path.replaceAll('\\', '/')}`)).join('\n')
    const used = [
      ...matches(code, /\b(UPLOAD_[A-Z_]+)\b/g),
      ...matches(code, /optional\('(PORT|HOST)'|'(?:PORT|HOST)'/g),
    ]
    const named = [
      ...firstColumn(section('server/README.md', '## A process of its own')),
      ...firstColumn(section('server/README.md', '## A Lambda function')),
    ]
    const known = sorted(used.filter((name) => name.startsWith('UPLOAD_')))
    expect(sorted(named.filter((name) => name.startsWith('UPLOAD_')))).toEqual(known)
    for (const name of named) expect(code, name).toMatch(new RegExp(`\\b${name}\\b`))
  })
})

it('the page of the Lambda has every variable, and none else', () => {
  const code = read('lambda/config.ts') + read('lambda/video-config.ts')
  const names = [...matches(code, /\benv\.([A-Z_]+)/g), ...matches(code, /'([A-Z]+_[A-Z_]+)'/g)]
  const used = sorted(names.filter((name) => !name.startsWith('AWS_')))
  const table = firstColumn(section('lambda/README.md', '## Variables'))
  const [video = ''] = /^\*\*Video\.\*\*[\s\S]*?\n- /m.exec(read('lambda/README.md')) ?? []
  expect(sorted([...table, ...matches(video, /`([A-Z]+_[A-Z_]+)`/g)])).toEqual(used)
})

it('the page of the element has every code that an upload fails with in the page', () => {
  const [, union = ''] =
    /type ClientErrorCode =([\s\S]*?)\n\n/.exec(read('component/engine/upload/upload-error.ts')) ?? []
  const codes = [...matches(union, /'([a-z-]+)'/g), 'type-mismatch']
  expect(sorted(firstColumn(section('component/README.md', '## Failures')))).toEqual(sorted(codes))
})

describe('entries of the package', () => {
  const { exports }: { exports: Record<string, unknown> } = JSON.parse(read('package.json'))
  const entries = Object.keys(exports).map((name) => name.replace(/^\.\/?/, ''))
  const text = shippedPages.map(read).join('\n')
  const named = sorted(matches(text, /s3-uploader-element(?:@[\d.]+\/dist)?\/((?!dist\b)[\w./-]*\w)/g))
  const fits = (entry: string, name: string) =>
    entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : entry === name

  it.each(entries.filter((entry) => entry !== '' && entry !== 'package.json'))('%s is in a page', (entry) => {
    expect(named.some((name) => fits(entry, name))).toBe(true)
  })

  it('exist where a page names them', () => {
    expect(named.filter((name) => !entries.some((entry) => fits(entry, name)))).toEqual([])
    expect(named.length).toBeGreaterThan(8)
  })
})

it('the page of the embedded services has everything that they can be told and asked', () => {
  const [, body = ''] = /interface LocalAws\b[^{]*\{\n([\s\S]*?)\n\}/.exec(read('demo/local/index.ts')) ?? []
  const abilities = [...matches(body, /^ {2}(\w+)\(/gm), 'environment', 'faults']
  expect(abilities.length).toBeGreaterThan(6)
  const text = read('demo/local/README.md')
  expect(abilities.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
})

describe('the command', () => {
  it.each([
    ['send', 'demo/command/send/send-options.ts', SEND_USAGE],
    ['doctor', 'demo/command/doctor/doctor-options.ts', DOCTOR_USAGE],
  ])('%s names every option in its help', (_command, path, usage) => {
    const [, list = ''] = /options: \{\n([\s\S]*?)\n {6}\},\n/.exec(read(path)) ?? []
    const options = matches(list, /^\s+'?([\w-]+)'?: \{/gm)
    expect(options.length).toBeGreaterThan(6)
    for (const option of options) expect(usage, option).toMatch(new RegExp(`--${option}\\b`))
  })

  it('has a row for each command, and none else', () => {
    const commands = matches(read('demo/command/bin.ts'), /^ {2}(\w+): \{$/gm)
    const [, table = ''] = read('demo/command/README.md').split('| Command | |')
    expect(sorted(firstColumn(table.split('\n\n')[0] ?? ''))).toEqual(sorted(commands))
  })
})

describe('the page about coming from others', () => {
  let known: Set<string>

  beforeAll(async () => {
    const element = elementOf(await customElementsManifest())
    const lists = [element.attributes, element.members, element.events, element.slots, element.cssParts]
    known = new Set([
      ...lists.flatMap((list = []) => list.map(({ name }) => name)),
      ...members(OPTIONS, 'UploadsOptions'),
      ...members(OPTIONS, 'RouteOptions'),
      ...members('server/upload/object-attributes.ts', 'ObjectAttributes'),
      ...matches(read('component/protocol.ts'), /(?:GET|POST) \/(\w+)/g),
      ...['preventDefault', 'waitUntil', 'lang', 'color-scheme', 's3-uploader-element'],
    ])
  })

  it('names on our side what exists', () => {
    const ours = matches(read('component/migration.md'), /^\|[^|\n]+\| ([^|\n]+) \|$/gm).flatMap((cell) =>
      matches(cell, /`([^`<]+)`/g),
    )
    const names = ours
      .filter((code) => !code.startsWith('new '))
      .map((code) => code.replace(/^\//, '').replace(/^(?:objects|element)\./, ''))
      .map((code) => /^[\w-]+/.exec(code)?.[0] ?? code)
    expect(names.length).toBeGreaterThan(60)
    expect(sorted(names.filter((name) => !known.has(name)))).toEqual([])
  })
})
