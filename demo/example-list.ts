import { html, render } from 'lit'
import { examples } from './examples/index.ts'
import { find } from './find.ts'

/** The examples, each with its code, and with its page where it needs no build step. */
export function listExamples(): void {
  const item = ({ name, title, files: [file = ''], page }: (typeof examples)[number]) => html`<li>
    <a href=${`/demo/docs/demo/examples/${name}/${encodeURIComponent(file)}`}>${title}</a>${page === null ? '' : html`, <a href=${`/examples/${page}`} aria-label=${`Try: ${title}`}>try</a>`}
  </li>`
  render(html`<h3>Examples with their code</h3><ul>${examples.map(item)}</ul>`, find('examples'))
  find('examples').hidden = false
}
