import { adoptStyles, type CSSResult, type LitElement } from 'lit'

/** Styles that come later than the element's own, once. Nothing before the element is in a document. */
export function addStyles({ shadowRoot }: LitElement, styles: CSSResult): void {
  if (shadowRoot === null || shadowRoot.adoptedStyleSheets.some((sheet) => sheet === styles.styleSheet))
    return
  adoptStyles(shadowRoot, [...shadowRoot.adoptedStyleSheets, styles])
}
