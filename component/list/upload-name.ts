/** How a file is named in the list: shortened in the middle, with its folder, and never like its neighbour. */
import { html, nothing } from 'lit'
import { displayName } from '../display-name.ts'
import type { UploadSnapshot } from '../engine/upload/upload-snapshot.ts'
import type { Messages } from '../text/messages.ts'

type Named = Pick<UploadSnapshot, 'id' | 'name' | 'relativePath'>

/** Shorter names are never cut. */
const LONG_NAME = 16
/** What stays of a name that is cut: its extension, and up to 6 letters or digits that tell it from others. */
const TAIL = /[\w-]{0,6}(\.\w{1,8})?$/

/** The part that may be cut off at its end, and the part behind it. Pure. */
export function nameParts(name: string): { readonly stem: string; readonly tail: string } {
  const at = name.length > LONG_NAME ? name.search(TAIL) : name.length
  return { stem: name.slice(0, at), tail: name.slice(at) }
}

/** `Trip/day 1/` of `Trip/day 1/a.jpg`; `''` for a single file. Pure. */
export function folderOf(relativePath: string): string {
  return displayName(relativePath.slice(0, relativePath.lastIndexOf('/') + 1))
}

/**
 * What buttons call each file: its path, numbered where two are the same. Pure.
 *
 * @param uploads those that are drawn
 */
export function uniqueNames(uploads: readonly Named[], messages: Messages): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  return new Map(
    uploads.map(({ id, name, relativePath }) => {
      const path = displayName(relativePath || name)
      const count = (counts.get(path) ?? 0) + 1
      counts.set(path, count)
      return [id, count === 1 ? path : messages.numbered(path, count)]
    }),
  )
}

/** The whole name is there for search, copying and screen readers; only its middle may be out of sight. */
export function uploadName({ name, relativePath }: Named) {
  const shown = displayName(name)
  const { stem, tail } = nameParts(shown)
  const folder = folderOf(relativePath)
  return html`<span class="title" title="${folder}${shown}" lang="" dir="auto">${
    folder === '' ? nothing : html`<span part="folder" class="folder">${folder}</span>`
  }<span part="name" class="name" lang=""><span class="stem">${stem}</span>${
    tail === '' ? nothing : html`<span class="tail">${tail}</span>`
  }</span></span>`
}
