/** The template of what covers the page while files are dragged over it: it shows that they may be dropped anywhere. */
import { html, nothing } from 'lit'
import { ref } from 'lit/directives/ref.js'

export { pageOverlayStyles } from './page-overlay.styles.ts'

/** In the top layer, above the page and its dialogs; the pointer goes through it. Browsers without it show the zone alone. */
export function pageOverlay(words: string) {
  if (!('showPopover' in HTMLElement.prototype)) return nothing
  return html`<div part="page-overlay" class="page-overlay" popover="manual" aria-hidden="true" ${ref(show)}><span>${words}</span></div>`
}

function show(overlay?: Element): void {
  // After it is in the document.
  if (overlay instanceof HTMLElement) queueMicrotask(() => overlay.isConnected && overlay.showPopover())
}
