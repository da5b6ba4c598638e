/** What the nearest `lang` says, across shadow roots: a language tag, or something else; `''` where there is none. */
export function namedLanguage(element: Element): string {
  const named = element.closest('[lang]')
  if (named !== null) return named.getAttribute('lang') ?? ''
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? namedLanguage(root.host) : ''
}
