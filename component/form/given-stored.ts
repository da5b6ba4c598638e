/** What a page gives as stored files, before the module that lists them is loaded. Pure. */
import type { ValueFormat } from './form-entries.ts'

/**
 * The items of a value that the page set: an array, one item, or a text, which is JSON or one key. Nothing here throws.
 */
export function givenStored(given: unknown): readonly unknown[] {
  const value = typeof given === 'string' ? parse(given) : given
  if (value === null || value === undefined || value === '') return []
  return Array.isArray(value) ? value : [value]
}

/** Keys of those that have one. */
export function givenKeys(given: unknown): string[] {
  return givenStored(given)
    .map((item) => Object(item).key ?? item)
    .filter((key) => typeof key === 'string' && key !== '')
}

function parse(text: string): unknown {
  try {
    return /^\s*[[{]/.test(text) ? JSON.parse(text) : text
  } catch {
    // Reported by validate-attributes.ts or stored-value.ts.
    return ''
  }
}

/** What the form submits until then; as JSON what the page gave. */
export function earlyEntries(name: string, given: unknown, format: ValueFormat): FormData {
  const entries = new FormData()
  const values = format === 'json' ? [JSON.stringify(givenStored(given))] : givenKeys(given)
  for (const value of values) entries.append(name, value)
  return entries
}
