/**
 * Gives every getter without a setter one that does nothing. Frameworks assign to any property, and an error of theirs
 * may take the whole page's tree away.
 */
export function ignoreAssignments(prototype: object): void {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (property.get && !property.set) Object.defineProperty(prototype, name, { ...property, set() {} })
  }
}
