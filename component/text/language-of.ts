/** Which language a part of the page is in, as something `Intl` takes. Nothing here throws. */

/** What the nearest `lang` says, across shadow roots; undefined where there is none or it names no language. */
export function languageOf(element: Element): string | undefined {
  const named = element.closest('[lang]')
  if (named !== null) return languageTag(named.getAttribute('lang') ?? '')
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? languageOf(root.host) : undefined
}

/**
 * The BCP 47 tag in its canonical spelling; also of a POSIX name (`de_DE.UTF-8`), as many templates print it. Undefined
 * for `C`, `x`, `*` and other invalid tags: `Intl` would throw.
 */
export function languageTag(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-').replace(/[.@].*/, ''))[0]
  } catch {
    return undefined
  }
}
