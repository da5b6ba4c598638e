/**
 * The ids under which the results of an original may be stored, most likely first: the API ends its keys with the id
 * (`uploads/…/<id>.jpg`), and an upload without an id is named by its key.
 */
export function candidateIds(key: string): string[] {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  return [...new Set([stem, key])].filter((id) => id !== '')
}
