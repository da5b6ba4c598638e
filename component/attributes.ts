import type { PropertyDeclaration, PropertyDeclarations } from 'lit'

export interface Declaration extends PropertyDeclaration {
  /** What the property holds after something was assigned to it. */
  readonly read: (value: unknown) => unknown
}

/** The attribute of `maxFileSize` is `max-file-size`. A test holds the names against the fields. */
export function attributes(options: Declaration, names: string): PropertyDeclarations {
  const attributeOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return Object.fromEntries(
    names.split(' ').map((name) => [name, { attribute: attributeOf(name), ...options }]),
  )
}
