import { svg, type TemplateResult } from 'lit'

const icon = (paths: TemplateResult<2>) =>
  svg`<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`

export const icons = {
  file: icon(
    svg`<path d="M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z"/><path d="M13 3v6h6"/>`,
  ),
  pause: icon(svg`<path d="M9 5v14M15 5v14"/>`),
  resume: icon(svg`<path d="M8 5l11 7-11 7z"/>`),
  retry: icon(svg`<path d="M20 11a8 8 0 1 0-2.3 6.2"/><path d="M20 4v7h-7"/>`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
  check: icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`),
  alert: icon(svg`<path d="M12 8v5m0 3.5v.1"/><circle cx="12" cy="12" r="9"/>`),
}
