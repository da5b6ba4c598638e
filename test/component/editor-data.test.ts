/** What editors and language models are told has the names of the manifest. */
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { customElementsManifest } from '../../demo/custom-elements-manifest.ts'
import { elementOf, htmlCustomData, listedPage, llmsText, webTypes } from '../../demo/editor-data.ts'

const root = new URL('../../', import.meta.url)
let manifest: Awaited<ReturnType<typeof customElementsManifest>>

beforeAll(async () => {
  manifest = await customElementsManifest()
})

const namesOf = (list: readonly { name: string }[] = []) => list.map(({ name }) => name).sort()

it('gives JetBrains every attribute, property, event, slot and part', () => {
  const element = elementOf(manifest)
  const types = JSON.parse(JSON.stringify(webTypes(manifest, { name: 'p', version: '1.0.0' })))
  const [listed] = types.contributions.html.elements
  expect(listed.name).toBe('s3-uploader')
  expect(namesOf(listed.attributes)).toEqual(namesOf(element.attributes))
  expect(namesOf(listed.js.events)).toEqual(namesOf(element.events))
  expect(namesOf(listed.slots)).toEqual(namesOf(element.slots))
  expect(namesOf(listed.css.parts)).toEqual(namesOf(element.cssParts))
  expect(listed.attributes).toContainEqual(
    expect.objectContaining({ name: 'multiple', value: { kind: 'no-value' } }),
  )
})

it('gives Visual Studio Code the values of attributes that have a few', () => {
  const data = JSON.parse(JSON.stringify(htmlCustomData(manifest)))
  const attributes = new Map(data.tags[0].attributes.map((each: { name: string }) => [each.name, each]))
  expect(attributes.get('checksum')).toMatchObject({
    values: [{ name: 'auto' }, { name: 'sha256' }, { name: 'none' }],
  })
  expect(attributes.get('disabled')).toMatchObject({ valueSet: 'v' })
  expect(attributes.get('endpoint')).not.toHaveProperty('values')
})

it('lists pages that exist, each with a sentence', () => {
  const paths = ['README.md', 'component/README.md', 'server/README.md', 'lambda/README.md', 'SECURITY.md']
  const pages = paths.map((path) => listedPage(path, readFileSync(new URL(path, root), 'utf8')))
  for (const { summary, title } of pages) {
    expect(title).toMatch(/^\S/)
    expect(summary).toMatch(/^\S.*[.:]$/)
  }
  const text = llmsText({ name: 'p', description: 'd' }, pages, manifest)
  const links = [...text.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path)
  expect(links).toEqual(paths)
  for (const path of links) expect(existsSync(new URL(path, root))).toBe(true)
})
