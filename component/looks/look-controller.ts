import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Variant } from '../drop/variant.ts'
import { addStyles } from '../page/add-styles.ts'
import { listLook } from './list-look.ts'
import type { Look } from './look.ts'

type LookHost = ReactiveControllerHost & Parameters<typeof addStyles>[0] & { readonly variant: Variant }

const loaders: Readonly<Partial<Record<Variant, () => Promise<Look>>>> = {
  gallery: async () => (await import('./gallery.ts')).gallery,
  compact: async () => (await import('./compact.ts')).compact,
  avatar: async () => (await import('./avatar.ts')).avatar,
}

/** Loads the look of the element's variant. Until then, and where it fails to load, uploads are drawn as a list. */
export class LookController implements ReactiveController {
  readonly #host: LookHost
  #variant: Variant = 'list'
  #look: Look | undefined

  constructor(host: LookHost) {
    this.#host = host
    host.addController(this)
  }

  get look(): Look {
    return this.#look ?? listLook
  }

  hostUpdate(): void {
    const { variant } = this.#host
    if (variant === this.#variant) return
    this.#variant = variant
    this.#look = undefined
    void this.#load(variant).catch(() => {})
  }

  /** Another document has none of the styles. */
  hostConnected(): void {
    if (this.#look !== undefined) addStyles(this.#host, this.#look.styles)
  }

  async #load(variant: Variant): Promise<void> {
    const look = await loaders[variant]?.()
    if (look === undefined || this.#variant !== variant) return
    addStyles(this.#host, look.styles)
    this.#look = look
    this.#host.requestUpdate()
  }
}
