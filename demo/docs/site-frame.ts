/** What surrounds each page of the site. Pure. */
import { addressOf, SITE } from './page-list.ts'
import { escapeHtml, type RenderedPage } from './render-page.ts'

/** A whole document. The policy allows what the site has: a style sheet, a script and the search's index. */
export function documentOf(path: string, { title, html }: RenderedPage): string {
  const name = escapeHtml(title)
  const groups = SITE.map(({ group, pages }) => {
    const items = pages.map((page) => {
      const current = page.path === path ? ' aria-current="page"' : ''
      return `<li><a href="${addressOf(page.path)}"${current}>${escapeHtml(page.name)}</a></li>`
    })
    return `<h2>${group}</h2>\n<ul>${items.join('')}</ul>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'">
<title>${path === 'README.md' ? name : `${name} – s3-uploader`}</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="site.css">
<script type="module" src="search.js"></script>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<a class="home" href="index.html">s3-uploader</a>
<a class="to-pages" href="#pages">Pages</a>
<form role="search">
<label for="query">Search</label>
<input id="query" type="search" autocomplete="off" spellcheck="false">
<p id="found" role="status"></p>
<ul id="results"></ul>
</form>
</header>
<main id="content">
${html}</main>
<nav id="pages" aria-label="Pages">
${groups.join('\n')}
</nav>
</body>
</html>
`
}
