import { displayName } from '../display-name.ts'

/** For what a rejection names and no page can read: an empty file of that name. */
export function standIn(name: string): File {
  return new File([], displayName(name).slice(0, 200))
}
