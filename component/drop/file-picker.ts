import type { FileHandle } from '../engine/resume/file-handle.ts'

interface PickerWindow {
  showOpenFilePicker?(options: {
    multiple: boolean
    types: { accept: Record<string, string[]> }[]
  }): Promise<FileHandle[]>
}

export interface FilePickerOptions {
  readonly multiple: boolean
  /** As on a file input. */
  readonly accept: string | undefined
}

/**
 * Opens Chromium's picker, whose files can be read again after a reload. `unavailable`: use the file input instead
 * (another browser, a frame of another origin, no gesture, an `accept` that this picker refuses). Empty when the visitor
 * chose nothing. Browser automation sees no file chooser here.
 */
export async function openFilePicker({
  multiple,
  accept,
}: FilePickerOptions): Promise<FileHandle[] | 'unavailable'> {
  const picker: Window & PickerWindow = window
  // On Android the file input also offers camera and photos; this picker offers documents only.
  if (picker.showOpenFilePicker === undefined || /Android/.test(navigator.userAgent)) return 'unavailable'
  try {
    return await picker.showOpenFilePicker({ multiple, types: acceptedTypes(accept) })
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? [] : 'unavailable'
  }
}

/** Extensions need a media type beside them; any type will do. */
function acceptedTypes(accept = ''): { accept: Record<string, string[]> }[] {
  const tokens = accept.split(',').map((token) => token.trim())
  const types = tokens.filter((token) => token.includes('/') && token !== '*/*')
  const endings = tokens.filter((token) => token.startsWith('.'))
  if (types.length + endings.length === 0 || tokens.includes('*/*')) return []
  const accepted: Record<string, string[]> = Object.fromEntries(types.map((type) => [type, []]))
  if (endings.length > 0) accepted['application/x-any'] = endings
  return [{ accept: accepted }]
}
