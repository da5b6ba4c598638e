/** What a drag, a drop or a click is meant for. */

/** What takes a click for itself. */
const INTERACTIVE = 'a, button:not(.choose), input, label, select, textarea, [contenteditable]'

/** Keeps dragged or dropped files from the browser; false where there are none, or a file input takes them. */
export function claimFiles(event: DragEvent, effect: DataTransfer['dropEffect']): boolean {
  const { dataTransfer } = event
  if (!dataTransfer?.types.includes('Files') || matches(event.composedPath()[0], 'input[type=file]'))
    return false
  event.preventDefault()
  dataTransfer.dropEffect = effect
  return true
}

/**
 * Whether a click means the file picker: on the drop zone or its button, but not on the page's own links and fields in
 * it; on a label of the host, or by script, but not between drop zone and list.
 */
export function meansPicker(event: MouseEvent, host: Element): boolean {
  if (event.defaultPrevented) return false
  const path = event.composedPath()
  const zone = path.findIndex((node) => matches(node, '.dropzone'))
  if (zone !== -1) return !path.slice(0, zone).some((node) => matches(node, INTERACTIVE))
  // A click on a label is dispatched at the host as well, with the position of the pointer. By script there is none.
  const { detail, clientX, clientY } = event
  return path[0] === host && !(detail && document.elementFromPoint(clientX, clientY) === host)
}

function matches(node: EventTarget | undefined, selector: string): boolean {
  return node instanceof Element && node.matches(selector)
}
