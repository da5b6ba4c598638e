import type { ImageFormat } from './image-transformer.ts'

/** The type of a file by its first bytes alone; neither name nor declared type counts. */
export type SniffedType =
  | { kind: 'image'; format: ImageFormat }
  /** HEVC-coded HEIF: sharp's prebuilt binaries read its header but cannot decode its pixels (patents). */
  | { kind: 'heic' }
  /** An image that is not decoded. SVG: its filters can run for minutes. */
  | { kind: 'other-image'; format: string }
  | { kind: 'unknown' }

const OTHER_IMAGES: readonly { format: string; magic: readonly string[] }[] = [
  { format: 'tiff', magic: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'] },
  { format: 'jxl', magic: ['\xff\x0a', '\0\0\0\x0cJXL '] },
  { format: 'jp2', magic: ['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'] },
  { format: 'psd', magic: ['8BPS'] },
]

const AVIF_BRANDS = ['avif', 'avis']
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']

export function sniff(bytes: Buffer): SniffedType {
  const head = bytes.toString('latin1', 0, 64)
  if (head.startsWith('\xff\xd8\xff')) return { kind: 'image', format: 'jpeg' }
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { kind: 'image', format: 'png' }
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return { kind: 'image', format: 'gif' }
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return { kind: 'image', format: 'webp' }
  if (head.startsWith('BM') && isBmp(bytes)) return { kind: 'image', format: 'bmp' }
  if (head.startsWith('\0\0\x01\0') && isIco(bytes)) return { kind: 'image', format: 'ico' }
  if (head.startsWith('ftyp', 4)) return sniffIsoMedia(bytes)
  for (const { format, magic } of OTHER_IMAGES) {
    if (magic.some((start) => head.startsWith(start))) return { kind: 'other-image', format }
  }
  if (isSvg(bytes)) return { kind: 'other-image', format: 'svg' }
  return { kind: 'unknown' }
}

/** ISO base media: AVIF, HEIC and every MP4 start with `ftyp`; the brands decide. A major `mif1` may be either. */
function sniffIsoMedia(bytes: Buffer): SniffedType {
  const boxEnd = Math.min(bytes.length, bytes.readUInt32BE(0), 512)
  const brands = [bytes.toString('latin1', 8, 12)]
  for (let at = 16; at + 4 <= boxEnd; at += 4) brands.push(bytes.toString('latin1', at, at + 4))
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return { kind: 'image', format: 'avif' }
  if (brands.some((brand) => HEIF_BRANDS.includes(brand))) return { kind: 'heic' }
  if (brands[0] === 'crx ') return { kind: 'other-image', format: 'cr3' }
  return { kind: 'unknown' }
}

/** Two letters are a weak signature: the size of the second header must be one that exists. */
function isBmp(bytes: Buffer): boolean {
  return bytes.length >= 26 && [12, 40, 52, 56, 64, 108, 124].includes(bytes.readUInt32LE(14))
}

/** MPEG streams begin with the same four bytes; an icon's directory entry has a zero byte and a known bit depth. */
function isIco(bytes: Buffer): boolean {
  if (bytes.length < 22 || bytes.readUInt16LE(4) === 0 || bytes[9] !== 0) return false
  return [0, 1].includes(bytes.readUInt16LE(10)) && [0, 1, 4, 8, 16, 24, 32].includes(bytes.readUInt16LE(12))
}

function isSvg(bytes: Buffer): boolean {
  const text = bytes
    .toString('utf8', 0, 1024)
    .replace(/^\uFEFF/, '')
    .trimStart()
  return /^<(\?xml|!--|!doctype svg|svg)/i.test(text) && /<(!doctype )?svg[\s>]/i.test(text)
}
