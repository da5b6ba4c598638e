import type { CSSResult, LitElement } from 'lit'

/** A style sheet belongs to the document that made it: those of other documents than this one. */
const elsewhere = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>()

/** Adds styles to an element's own, once; nothing before it is in a document. Another document gets its own copy. */
export function addStyles({ shadowRoot, ownerDocument }: LitElement, styles: CSSResult): void {
  if (shadowRoot === null) return
  const sheet = ownerDocument === document ? styles.styleSheet : copyFor(ownerDocument, styles)
  if (sheet === undefined || shadowRoot.adoptedStyleSheets.includes(sheet)) return
  shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet]
}

/** Undefined for a document without a window, which shows nothing. */
function copyFor(page: Document, styles: CSSResult): CSSStyleSheet | undefined {
  const { defaultView } = page
  if (defaultView === null) return undefined
  const copies = elsewhere.get(page) ?? new Map<CSSResult, CSSStyleSheet>()
  elsewhere.set(page, copies)
  const sheet = copies.get(styles) ?? new defaultView.CSSStyleSheet()
  if (!copies.has(styles)) sheet.replaceSync(styles.cssText)
  copies.set(styles, sheet)
  return sheet
}
