import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Language } from '../text/language.ts'
import { languageOf, languageTag } from '../text/language-of.ts'
import { localeFor, observeLocales } from './locale-registry.ts'
import { directionOf } from './match-locale.ts'

type Host = ReactiveControllerHost & Element & { readonly locale: string | null; readonly strings: object }

const NONE = {}
const ENGLISH = { locale: 'en', lang: 'en', words: NONE }
/** The browser's own, always valid. */
const browserLocale = () => new Intl.NumberFormat().resolvedOptions().locale

/**
 * The language of an element: that of its `locale`, or of the nearest `lang`, which is followed when it changes. Until
 * its words are loaded, and where there are none, words and numbers are English together.
 */
export class LanguageController implements ReactiveController {
  readonly #host: Host
  readonly #update = () => this.#host.requestUpdate()
  readonly #observer = new MutationObserver(this.#update)
  #forget = () => {}

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#forget = observeLocales(this.#update)
    // `lang` of an ancestor may change, inside each tree that holds the element.
    let root = this.#host.getRootNode()
    for (;;) {
      this.#observer.observe(root, { subtree: true, attributeFilter: ['lang'] })
      if (!(root instanceof ShadowRoot)) break
      root = root.host.getRootNode()
    }
    this.#update()
  }

  hostDisconnected(): void {
    this.#forget()
    this.#observer.disconnect()
  }

  get language(): Language {
    const { locale, strings } = this.#host
    const tag = languageTag(locale ?? '') ?? languageOf(this.#host)
    const state = tag === undefined ? undefined : localeFor(tag)
    const dir = tag !== undefined && state !== undefined ? directionOf(tag) : undefined
    if (tag !== undefined && state?.kind === 'loaded')
      return { locale: tag, lang: tag, dir, strings, words: state.words }
    if (state?.kind === 'loading') return { ...ENGLISH, dir, strings: NONE }
    // The page's own words are in its language: with them, so are the numbers.
    if (Object.keys(strings).length === 0) return { ...ENGLISH, dir, strings }
    return { locale: tag ?? browserLocale(), lang: tag, dir, strings, words: NONE }
  }
}
