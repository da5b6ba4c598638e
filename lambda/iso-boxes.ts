/** The boxes of ISO base media files (ISO/IEC 14496-12): AVIF, HEIC and MP4. */
export interface Box {
  type: string
  /** Of the content, without the box header. */
  start: number
  end: number
}

export function* boxes(file: Buffer, { start, end }: { start: number; end: number }): Iterable<Box> {
  for (let at = start; at + 8 <= end; ) {
    const size = file.readUInt32BE(at)
    const is64 = size === 1 && at + 16 <= end
    const length = size === 0 ? end - at : is64 ? Number(file.readBigUInt64BE(at + 8)) : size
    const header = is64 ? 16 : 8
    if (length < header || at + length > end) return
    yield { type: boxText(file, at + 4), start: at + header, end: at + length }
    at += length
  }
}

export function findBox(file: Buffer, within: { start: number; end: number }, type: string): Box | null {
  for (const box of boxes(file, within)) if (box.type === type) return box
  return null
}

export function boxText(file: Buffer, at: number): string {
  return file.toString('latin1', at, at + 4)
}
