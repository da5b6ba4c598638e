import { svg, type TemplateResult } from 'lit'

const icon = (paths: TemplateResult<2>) =>
  svg`<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`

export const icons = {
  pause: icon(svg`<path d="M9 5v14M15 5v14"/>`),
  resume: icon(svg`<path d="M8 5l11 7-11 7z"/>`),
  retry: icon(svg`<path d="M20 11a8 8 0 1 0-2.3 6.2"/><path d="M20 4v7h-7"/>`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
  check: icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`),
  person: icon(svg`<circle cx="12" cy="8.5" r="4"/><path d="M4.5 20c1-4 4-6 7.5-6s6.500 2 7.500 6"/>`),
  grip: icon(svg`<path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01" stroke-width="3"/>`),
  alert: icon(svg`<path d="M12 8v5m0 3.5v.1"/><circle cx="12" cy="12" r="9"/>`),
}

const page = svg`<path d="M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z"/><path d="M13 3v6h6"/>`
const files = {
  image: icon(
    svg`<rect x="3" y="4" width="18" height="16" rx="2"/><circle cx="8.5" cy="9.5" r="1.5"/><path d="M21 16l-5-5L6 20"/>`,
  ),
  video: icon(svg`<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M10.5 9.5v5l4-2.5z"/>`),
  audio: icon(
    svg`<path d="M9 18V6l11-2v12"/><circle cx="6.5" cy="18" r="2.5"/><circle cx="17.5" cy="16" r="2.5"/>`,
  ),
  text: icon(svg`${page}<path d="M9 13h6M9 17h4"/>`),
  archive: icon(svg`${page}<path d="M10 3v2m0 2v2m0 2v2m-1 2h2v3H9z"/>`),
  other: icon(page),
}

/** By media type. */
export function fileIcon({ type }: { readonly type: string }): TemplateResult<2> {
  const [kind = ''] = type.split('/')
  if (kind === 'image' || kind === 'video' || kind === 'audio') return files[kind]
  if (/zip|tar|compressed/.test(type)) return files.archive
  return kind === 'text' || /pdf|word|document|json|xml/.test(type) ? files.text : files.other
}
