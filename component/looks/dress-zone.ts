import type { CSSResult, LitElement } from 'lit'
import type { Variant } from '../drop/variant.ts'
import { zoneStyles } from './zone.styles.ts'

/** Gives the drop zone the styles of the element's variant. An element in another document keeps those of the list. */
export function dressZone({ shadowRoot, variant }: LitElement & { readonly variant: Variant }): void {
  if (shadowRoot === null) return
  const all = sheetsOf(Object.values(zoneStyles).flat())
  const others = shadowRoot.adoptedStyleSheets.filter((sheet) => !all.includes(sheet))
  shadowRoot.adoptedStyleSheets = [...others, ...sheetsOf(variant === 'list' ? [] : zoneStyles[variant])]
}

function sheetsOf(styles: readonly CSSResult[]): CSSStyleSheet[] {
  return styles.flatMap(({ styleSheet }) => styleSheet ?? [])
}
