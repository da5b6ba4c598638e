/** One page of the site from its Markdown. Pure. */
import { posix } from 'node:path'
import { Marked, type Token, type Tokens } from 'marked'
import { addressOf, SITE } from './page-list.ts'

export interface RenderedPage {
  readonly title: string
  readonly html: string
  readonly sections: readonly SearchEntry[]
}

/** What a search finds: a section, with all its words. */
export interface SearchEntry {
  readonly title: string
  readonly page: string
  readonly url: string
  readonly text: string
}

interface Source {
  readonly path: string
  readonly markdown: string
  /** Of the repository, for what is no page of the site; with a final slash. */
  readonly repository: string
}

/** The anchors that GitHub gives to headings. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

export function renderPage({ path, markdown, repository }: Source): RenderedPage {
  const sections: { title: string; url: string; text: string }[] = []
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const id = anchorOf(plain(text))
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }: Tokens.Link) {
        return `<a href="${escapeHtml(targetOf(href, path, repository))}">${this.parser.parseInline(tokens)}</a>`
      },
      code({ text, lang }: Tokens.Code) {
        const label = lang === undefined || lang === '' ? 'Text' : lang
        return `<pre tabindex="0" role="group" aria-label="Code: ${escapeHtml(label)}"><code>${escapeHtml(text)}</code></pre>\n`
      },
      table(token: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: 'td' | 'th') =>
          row
            .map((cell, index) => {
              const align = token.align[index]
              const content = this.parser.parseInline(cell.tokens)
              // A column without a name is no heading.
              const name = content === '' ? 'td' : tag
              return `<${name}${align ? ` class="${align}"` : ''}>${content}</${name}>`
            })
            .join('')
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')
        const head = token.header.some(({ text }) => text !== '')
          ? `<thead><tr>${cells(token.header, 'th')}</tr></thead>`
          : ''
        return `<div class="table" tabindex="0" role="group" aria-label="Table"><table>${head}<tbody>${rows}</tbody></table></div>\n`
      },
      html({ text }: Tokens.HTML | Tokens.Tag) {
        return text
          .replace(/src="demo\/screenshot\.webp"/, 'src="screenshot.webp"')
          .replace(/<!--[\s\S]*?-->/g, '')
      },
    },
  })
  const tokens = marked.lexer(markdown)
  const [first] = tokens.filter(isHeading)
  const title = plain(first?.text ?? path)
  for (const token of tokens) {
    if (isHeading(token)) {
      const anchor = token === first ? '' : `#${anchorOf(plain(token.text))}`
      sections.push({ title: plain(token.text), url: `${addressOf(path)}${anchor}`, text: '' })
    } else {
      const section = sections.at(-1)
      if (section !== undefined) section.text += ` ${plain(token.raw)}`
    }
  }
  const clean = sections.map(({ text, ...section }) => ({
    ...section,
    page: title,
    text: text.replace(/\s+/g, ' ').trim(),
  }))
  return { title, html: marked.parser(tokens), sections: clean }
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading'
}

/** Without the marks of Markdown and HTML. */
function plain(markdown: string): string {
  return markdown
    .replace(/\]\([^)]*\)/g, ' ')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/[`*|[\]#]/g, '')
    .replace(/-{3,}/g, '')
}

/** A page of the site, a file of the repository, or another site. */
function targetOf(href: string, from: string, repository: string): string {
  if (/^[a-z]+:/.test(href) || href.startsWith('#')) return href
  const [path = '', anchor] = href.split('#')
  let target = posix.join(posix.dirname(from), path)
  if (target.endsWith('/')) target += 'README.md'
  const isPage = SITE.some(({ pages }) => pages.some((page) => page.path === target))
  const address = isPage ? addressOf(target) : `${repository}${target}`
  return anchor === undefined ? address : `${address}#${anchor}`
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
