/**
 * Assigns anew what a page assigned before the class of the element was defined: until then these are properties of the
 * object, and hide the accessors of the class. Lit does so for declared properties alone.
 */
export function uncoverAccessors(element: HTMLElement): void {
  for (const [name, value] of Object.entries(element)) {
    if (Reflect.deleteProperty(element, name)) Reflect.set(element, name, value)
  }
}
