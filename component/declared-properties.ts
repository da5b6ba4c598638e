import { LitElement, type PropertyDeclaration } from 'lit'
import type { Declaration } from './attributes.ts'

/** An element whose properties take any value: each reads what is assigned to it; see property-values.ts. */
export class DeclaredProperties extends LitElement {
  constructor() {
    super()
    // Each declaration reads undefined as its default.
    for (const name of (this.constructor as typeof LitElement).elementProperties.keys())
      Reflect.set(this, name, undefined)
  }

  /** @internal */
  protected static override getPropertyDescriptor(
    name: PropertyKey,
    key: string | symbol,
    options: PropertyDeclaration & Partial<Declaration>,
  ): PropertyDescriptor | undefined {
    // biome-ignore lint/complexity/noThisInStatic: Lit's own uses the class that it is called on.
    const descriptor = super.getPropertyDescriptor(name, key, options)
    const { read } = options
    if (descriptor?.set === undefined || read === undefined) return descriptor
    const { set } = descriptor
    return {
      ...descriptor,
      set(value) {
        set.call(this, read(value))
      },
    }
  }
}
