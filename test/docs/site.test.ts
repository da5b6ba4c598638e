/** The site is whole: every link leads somewhere, and the search finds. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bestSections } from '../../demo/docs/best-sections.ts'
import { buildSite } from '../../demo/docs/build-site.ts'
import { addressOf, GUIDES, SITE } from '../../demo/docs/page-list.ts'
import { renderPage, type SearchEntry } from '../../demo/docs/render-page.ts'
import { shippedPages } from './shipped-pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'site-'))
const paths = SITE.flatMap(({ pages }) => pages.map(({ path }) => path))
const fileOf = (name: string) => readFileSync(join(folder, name), 'utf8')

beforeAll(() => buildSite(folder), 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is wrong with a link on the page `from`, or nothing. */
function faultOf(from: string, href: string): string | undefined {
  if (/^[a-z]+:/.test(href)) {
    const [, path] = /\/blob\/main\/([^#]*)/.exec(href) ?? []
    return path === undefined || existsSync(new URL(`../../${path}`, import.meta.url)) ? undefined : href
  }
  const [name = '', anchor] = href.split('#')
  const target = name === '' ? from : name
  if (!existsSync(join(folder, target))) return href
  return anchor === undefined || fileOf(target).includes(` id="${anchor}"`) ? undefined : href
}

it('has every page of the package', () => {
  expect(shippedPages.filter((path) => !paths.includes(path))).toEqual([])
})

it('has every page that `llms.txt` lists, and the package has it', () => {
  expect(GUIDES.filter((path) => !shippedPages.includes(path))).toEqual([])
  expect(shippedPages.filter((path) => !GUIDES.includes(path))).toEqual([
    'CONTRIBUTING.md',
    'test/bench/README.md',
  ])
})

it.each(paths)('links from %s to what exists', (path) => {
  const page = addressOf(path)
  const links = [...fileOf(page).matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, href = '']) => href)
  expect(links.length).toBeGreaterThan(paths.length)
  expect(links.flatMap((href) => faultOf(page, href) ?? [])).toEqual([])
})

it('finds dead links', () => {
  expect(faultOf('index.html', 'none.html')).toBeDefined()
  expect(faultOf('index.html', '#none')).toBeDefined()
  expect(faultOf('index.html', 'https://example.com/blob/main/none.ts')).toBeDefined()
})

describe('the search', () => {
  let index: SearchEntry[]

  beforeAll(() => {
    index = JSON.parse(fileOf('search.json'))
  })

  it.each([
    ['recipes quota', undefined],
    ['quotas', 'component-recipes.html#quotas'],
    ['permissions lambda', 'lambda.html#permissions'],
    ['UPLOAD_TOKEN', 'server.html#a-process-of-its-own'],
  ])('finds for %s first %s', (query, url) => {
    const [first] = bestSections(index, query)
    if (url === undefined) expect(first).toBeDefined()
    else
      expect(
        bestSections(index, query)
          .slice(0, 3)
          .map((each) => each.url),
      ).toContain(url)
  })

  it('finds nothing for no words, and for words that are nowhere', () => {
    expect(bestSections(index, ' ')).toEqual([])
    expect(bestSections(index, 'quotas xyzzy')).toEqual([])
  })

  it('leads to sections that exist, and is small', () => {
    expect(index.flatMap(({ url }) => faultOf('index.html', url) ?? [])).toEqual([])
    expect(fileOf('search.json').length).toBeLessThan(300_000)
    expect(readdirSync(folder)).toContain('search.js')
  })
})

it('writes code as text', () => {
  const { html } = renderPage({
    path: 'README.md',
    markdown: '# A\n\n```html\n<b onclick="x()">\n```\n',
    repository: '/',
  })
  expect(html).toContain('&#60;b onclick=&#34;x()&#34;&#62;')
})
