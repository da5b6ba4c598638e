import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))

const folders = ['component', 'server', 'lambda', 'demo', 'test']
const pages = [
  ...markdownIn(''),
  ...folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
  ),
]

function markdownIn(folder: string): string[] {
  return readdirSync(new URL(folder, root)).filter((path) => path.endsWith('.md'))
}

const withoutCode = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```$/gm, '')

/** Targets of links and pictures inside the repository. */
function localLinks(markdown: string): string[] {
  const links = withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)|<(?:img|a)\s[^>]*?(?:src|href)="([^"]+)"/g)
  return [...links]
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
}

/** The anchors that GitHub gives to headings: lower case, spaces as hyphens, punctuation removed. */
function anchorsOf(markdown: string): string[] {
  const headings = withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)
  return [...headings].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** What is wrong with a link on `page`, or nothing. */
function faultOf(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? new URL(page, root) : new URL(path, new URL(page, root))
  if (!existsSync(target)) return `${link}: no such file`
  if (anchor === undefined) return undefined
  return anchorsOf(readFileSync(target, 'utf8')).includes(anchor) ? undefined : `${link}: no such heading`
}

describe.each(pages)('%s', (page) => {
  it('links only to files and headings that exist', () => {
    const faults = localLinks(read(page)).flatMap((link) => faultOf(page, link) ?? [])
    expect(faults).toEqual([])
  })

  it('names only npm scripts that exist', () => {
    const named = [...read(page).matchAll(/npm (?:run (?:-s )?([\w:-]+)|(test|start)\b)/g)].map(
      ([, run, word]) => run ?? word,
    )
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named))
  })
})

describe('the check of links', () => {
  it.each([
    ['README.md', 'no-such-file.md'],
    ['README.md', 'server/README.md#no-such-heading'],
    ['server/README.md', '#no-such-heading'],
    ['component/resume.md', 'demo/screenshot.webp'],
  ])('finds the fault on %s of a link to %s', (page, link) => {
    expect(faultOf(page, link)).toBeDefined()
  })

  it('reads links, pictures and HTML, but no code', () => {
    const markdown = '[a](a.md) ![b](b.png)\n<img src="c.webp">\n```md\n[d](d.md)\n```\n[e](https://e.test)'
    expect(localLinks(markdown)).toEqual(['a.md', 'b.png', 'c.webp'])
  })
})

describe('README.md', () => {
  const lines = read('README.md').trimEnd().split('\n')

  it('fits on a few screens', () => {
    expect(lines.length).toBeLessThanOrEqual(130)
  })

  it('has both commands on the first screen', () => {
    const firstScreen = lines.slice(0, 20).join('\n')
    expect(firstScreen).toContain('npm install && npm run demo')
    expect(firstScreen).toContain('npm install && npm test')
  })

  it('leads to the page of each folder', () => {
    const links = localLinks(read('README.md'))
    const reference = pages.filter((page) => /^(component|server|lambda|demo)\//.test(page))
    expect(links).toEqual(expect.arrayContaining(reference))
  })

  it('shows a picture of at most 100 kB', () => {
    const pictures = localLinks(read('README.md')).filter((link) => /\.(webp|png)$/.test(link))
    expect(pictures).not.toEqual([])
    for (const picture of pictures) expect(statSync(new URL(picture, root)).size).toBeLessThanOrEqual(100_000)
  })
})

it('keeps CONTRIBUTING short enough to be read', () => {
  expect(read('CONTRIBUTING.md').trimEnd().split('\n').length).toBeLessThanOrEqual(60)
})
