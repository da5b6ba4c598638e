/**
 * The URL of a link or picture that is dragged from a web page; `''` while it is being dragged, when browsers hide it.
 * Undefined for anything else: a text, for example.
 */
export function linkOf(transfer: DataTransfer): string | undefined {
  if (!transfer.types.includes('text/uri-list')) return undefined
  // Comments begin with #.
  const lines = transfer.getData('text/uri-list').split(/\r?\n/)
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? ''
}
