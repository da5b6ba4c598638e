/** The pages that are in the package, and the code in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))
export const read = (path: string): string =>
  readFileSync(new URL(path, new URL('../../', import.meta.url)), 'utf8')

const FOLDERS = ['component', 'server', 'lambda', 'demo']

/** As `files` of `package.json` has them. */
export const shippedPages: readonly string[] = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'test/bench/README.md',
  ...FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
  ),
].sort()

export interface CodeBlock {
  readonly page: string
  /** Of its first line of code, from 1. */
  readonly line: number
  readonly language: string
  readonly code: string
  /** Why it is not compiled, where a comment before it says that. */
  readonly notCompiled: string | null
}

/** The fenced blocks of a page. */
export function codeBlocks(page: string, markdown: string): CodeBlock[] {
  const fences = /(?:^<!-- ([^\n]*?) -->\n\n?)?^```(\w*)\n([\s\S]*?)^```$/gm
  return [...markdown.matchAll(fences)].map(
    ({ 0: all, 1: comment = '', 2: language = '', 3: code = '', index }) => {
      const start = index + all.indexOf('```')
      const [, reason] = /^not compiled:(.*)$/.exec(comment) ?? []
      return {
        page,
        line: markdown.slice(0, start).split('\n').length + 1,
        language,
        code,
        notCompiled: reason === undefined ? null : reason.trim(),
      }
    },
  )
}

export const shippedBlocks: readonly CodeBlock[] = shippedPages.flatMap((page) =>
  codeBlocks(page, read(page)),
)

/** The code of the module scripts of a page, each at the line where it was. */
export function moduleScripts(html: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ')
  const [first = '', ...rest] = html.split(/<script type="module">/)
  return [
    blank(first),
    ...rest.map((part) => {
      const [script = '', after = ''] = part.split('</script>')
      return `${script}${blank(after)}`
    }),
  ].join('')
}
