import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Language } from '../text/language.ts'
import { namedLanguage } from '../text/named-language.ts'
import { languageFor, observeLocales } from './known-locales.ts'

type Host = ReactiveControllerHost & Element & { readonly locale: string | null; readonly strings: object }

/** The language of an element: that of its `locale`, or of the nearest `lang`, also when it changes. */
export class LanguageController implements ReactiveController {
  readonly #host: Host
  readonly #update = () => this.#host.requestUpdate()
  readonly #observer = new MutationObserver(this.#update)
  #unobserve = () => {}

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#unobserve = observeLocales(this.#update)
    // `lang` of an ancestor may change, in each tree around the element.
    for (
      let node: Node | undefined = this.#host;
      node;
      node = node instanceof ShadowRoot ? node.host : undefined
    ) {
      node = node.getRootNode()
      this.#observer.observe(node, { subtree: true, attributeFilter: ['lang'] })
    }
    this.#update()
  }

  hostDisconnected(): void {
    this.#unobserve()
    this.#observer.disconnect()
  }

  get language(): Language {
    const { locale, strings } = this.#host
    return languageFor([locale ?? '', namedLanguage(this.#host)], strings)
  }
}
