/** Reads up to `length` bytes at `offset`; fewer only at the end of the file. */
export type ByteReader = (offset: number, length: number) => Promise<DataView>

/** One read of this many bytes covers the header of most photos. */
const CHUNK_BYTES = 16 * 1024

/** Reads a file in chunks of at least 16 KiB and keeps the last one, so that neighbouring reads cost one disk access. */
export function byteReader(file: Blob): ByteReader {
  let start = 0
  let chunk = new ArrayBuffer(0)
  return async (position, length) => {
    const offset = Math.min(position, file.size)
    const end = Math.min(offset + length, file.size)
    if (offset < start || end > start + chunk.byteLength) {
      chunk = await file.slice(offset, Math.max(end, offset + CHUNK_BYTES)).arrayBuffer()
      start = offset
    }
    return new DataView(chunk, offset - start, Math.max(0, end - offset))
  }
}
