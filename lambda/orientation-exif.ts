/** An EXIF block that states the orientation and nothing else, without the signature that JPEG puts before it. */
export function orientationExif(orientation: number): Buffer {
  const block = Buffer.alloc(26)
  // Little endian, directory at 8, one entry: tag 0x0112, type SHORT, count 1; no further directory.
  block.write('II*\0\x08\0\0\0', 0, 'latin1')
  block.writeUInt16LE(1, 8)
  block.writeUInt16LE(0x0112, 10)
  block.writeUInt16LE(3, 12)
  block.writeUInt32LE(1, 14)
  block.writeUInt16LE(orientation, 18)
  return block
}
