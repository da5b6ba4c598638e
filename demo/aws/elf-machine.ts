/** The processor that a native file was built for, by its ELF header; `null`: it is no 64-bit ELF file. */
export function machineOf(file: Uint8Array): 'arm64' | 'x64' | 'other' | null {
  if (file.length < 20) return null
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const MAGIC = 0x7f454c46
  const CLASS_64 = 2
  if (view.getUint32(0) !== MAGIC || view.getUint8(4) !== CLASS_64) return null
  const machine = view.getUint16(18, true)
  if (machine === 0xb7) return 'arm64'
  return machine === 0x3e ? 'x64' : 'other'
}
