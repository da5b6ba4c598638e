import { decodeBmp, readBmpHeader } from './decode-bmp.ts'
import { decodeIconBmp, readIcon } from './decode-ico.ts'
import type { DecoderInput, ImageFormat, ImageHeader } from './image-transformer.ts'
import { dropPngExtras } from './png-chunks.ts'
import { requireCommonJpeg } from './require-common-jpeg.ts'

/** A file as libvips takes it, or one that is decoded here once its header has passed the memory budget. */
export type PreparedFile =
  | { kind: 'file'; input: DecoderInput & { kind: 'file' } }
  | { kind: 'bitmap'; header: ImageHeader; decode: () => DecodedBitmap }

export interface DecodedBitmap {
  input: DecoderInput
  isTruncated: boolean
}

/** @throws ImageError `corrupt-image`, `unsupported-format` */
export function prepareFile(bytes: Buffer, format: ImageFormat): PreparedFile {
  switch (format) {
    case 'png':
      return file(dropPngExtras(bytes), 'png')
    case 'avif':
      return file(asStillAvif(bytes), 'avif')
    case 'jpeg':
      requireCommonJpeg(bytes)
      return file(bytes, format)
    case 'bmp': {
      const header = readBmpHeader(bytes)
      return bitmap(format, header, () => decodeBmp(bytes, header))
    }
    case 'ico': {
      const icon = readIcon(bytes)
      if (icon.kind === 'png') return file(dropPngExtras(icon.bytes), 'png')
      return bitmap(format, icon.header, () => decodeIconBmp(icon.bytes, icon.header))
    }
    default:
      return file(bytes, format)
  }
}

function file(bytes: Buffer, format: ImageFormat): PreparedFile {
  return { kind: 'file', input: { kind: 'file', bytes, format } }
}

/** libvips' loader knows the major brand of still images alone; a sequence (`avis`) begins with one. */
function asStillAvif(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 8, 12) === 'avif') return bytes
  const still = Buffer.from(bytes)
  still.write('avif', 8, 'latin1')
  return still
}

function bitmap(
  format: ImageFormat,
  { width, height, bitsPerPixel }: { width: number; height: number; bitsPerPixel: number },
  decode: () => { pixels: Buffer; isTruncated: boolean },
): PreparedFile {
  return {
    kind: 'bitmap',
    header: {
      format,
      width,
      height,
      orientation: 1,
      frames: 1,
      bitsPerChannel: 8,
      channels: bitsPerPixel === 32 ? 4 : 3,
      interlaced: false,
      chromaSubsampling: null,
      exif: null,
      profile: null,
      delays: [],
      loop: null,
      density: null,
    },
    decode: () => {
      const { pixels, isTruncated } = decode()
      return { input: { kind: 'pixels', pixels, width, height }, isTruncated }
    },
  }
}
