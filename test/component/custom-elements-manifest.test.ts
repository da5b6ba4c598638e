/** The manifest, the class, its templates and style sheets, and the README name the same things. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { S3UploaderElement } from '../../component/s3-uploader.ts'
import { customElementsManifest } from '../../demo/custom-elements-manifest.ts'

const root = join(import.meta.dirname, '../..')

let declaration: Record<string, readonly { name: string; kind?: string; description?: string }[]>
let sources: string
let readme: string

beforeAll(async () => {
  const { modules } = await customElementsManifest()
  declaration = JSON.parse(JSON.stringify(modules[0]?.declarations?.[0]))
  const folder = join(root, 'component')
  const paths = (await readdir(folder, { recursive: true })).filter(
    (path) => path.endsWith('.ts') && !path.startsWith('engine'),
  )
  sources = (await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')))).join('\n')
  readme = await readFile(join(root, 'component/README.md'), 'utf8')
})

const names = (list: string, kind?: string) =>
  (declaration[list] ?? []).filter((one) => kind === undefined || one.kind === kind).map(({ name }) => name)
const sorted = (list: Iterable<string>) => [...new Set(list)].sort()
const inSources = (pattern: RegExp) => [...sources.matchAll(pattern)].map(([, name = '']) => name)

/** Everything in backticks in the first column of a section's table, without arguments and marks. */
function inTable(section: string): string[] {
  const [, text = ''] = readme.split(`\n## ${section}\n`)
  const [table = ''] = text.split('\n## ')
  const cells = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell)
  return cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)(\([^)`]*\))?`/g)].map(([, name = '']) => name))
}

/** The first thing in backticks of one item of `Styling`. */
function inStyling(kind: string): string[] {
  const [, text = ''] = readme.split('\n## Styling\n')
  const [, list = ''] = new RegExp(`^- ${kind}: \`([^\`]+)\``, 'm').exec(text) ?? []
  return list.split(/\s+/)
}

it('has the attributes of the class, which the README explains', () => {
  expect(sorted(names('attributes'))).toEqual(sorted(S3UploaderElement.observedAttributes))
  expect(sorted(inTable('Attributes'))).toEqual(sorted(names('attributes')))
})

it('has the public properties of the class, and the README those without an attribute', () => {
  const fields = names('members', 'field')
  for (const name of fields) expect(name in S3UploaderElement.prototype, name).toBe(true)
  const declared = [...S3UploaderElement.elementProperties].filter(([, { state }]) => state !== true)
  for (const [name] of declared) expect(fields).toContain(name)
  const byAttribute = new Set(names('attributes').map((name) => name.replaceAll('-', '')))
  // As on an input, the attribute is the default: `defaultFiles`.
  byAttribute.delete('value')
  const without = fields.filter((name) => !byAttribute.has(name.toLowerCase()))
  expect(sorted(inTable('Properties'))).toEqual(sorted(without))
})

it('has the methods that the README explains', () => {
  for (const name of names('members', 'method')) expect(name in S3UploaderElement.prototype, name).toBe(true)
  expect(sorted(inTable('Methods'))).toEqual(sorted(names('members', 'method')))
})

it('has every event with its type and detail, which the README explains', async () => {
  const events = await readFile(join(root, 'component/engine/upload/upload-events.ts'), 'utf8')
  const dispatched = [...events.matchAll(/'((?:uploads?|files?)-[a-z-]+)'/g)].map(([, name = '']) => name)
  expect(sorted(names('events'))).toEqual(sorted([...dispatched, 'input', 'change']))
  expect(sorted(inTable('Events'))).toEqual(sorted(names('events')))
  for (const event of declaration.events ?? []) {
    expect(event).toHaveProperty('type.text')
    if (event.name.includes('-')) expect(event.description).toContain('Detail: `{ ')
  }
})

it('has the slots and parts of the templates, which the README lists', () => {
  expect(sorted(inSources(/<slot name="(\w+)"/g))).toEqual(sorted(names('slots')))
  expect(sorted(inStyling('Slots'))).toEqual(sorted(names('slots')))
  const parts = inSources(/\bpart="([^"]+)"/g)
    .flatMap((list) => list.split(' '))
    .filter((name) => !name.includes('$'))
  const one = ['pause', 'resume', 'retry', 'cancel', 'remove']
  const all = ['start', 'pause-all', 'resume-all', 'retry-all', 'clear']
  const commands = [...one, ...all].map((command) => `${command}-button`)
  expect(sorted([...parts, 'crop', 'error', 'meta', ...commands])).toEqual(sorted(names('cssParts')))
  expect(sorted(inStyling('Parts'))).toEqual(sorted(names('cssParts')))
})

it('has the custom properties of the style sheets, which the README lists', () => {
  expect(sorted(inSources(/var\((--s3u-[\w-]+)/g))).toEqual(sorted(names('cssProperties')))
  expect(sorted(inStyling('Custom properties'))).toEqual(sorted(names('cssProperties')))
})

it('has the states that the README lists', () => {
  expect(sorted(inStyling('States').map((state) => state.replace(/^:state\(|\)$/g, '')))).toEqual(
    sorted(names('cssStates')),
  )
  for (const name of names('cssStates')) expect(sources).toContain(`('${name}')`)
})

it('describes everything', () => {
  for (const list of ['attributes', 'members', 'events', 'slots', 'cssParts', 'cssProperties', 'cssStates']) {
    for (const { name, description } of declaration[list] ?? [])
      expect(description, `${list} ${name}`).toBeTruthy()
  }
})
