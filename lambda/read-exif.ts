/** What is taken over from a photo's EXIF block. Everything is `null` where it is not stated or invalid. */
export interface ExifFacts {
  /** Wall-clock time as ISO 8601, with a UTC offset only where the camera wrote one. */
  capturedAt: string | null
  camera: string | null
  lens: string | null
  /** `1/250 s, f/2.8, ISO 100, 35 mm`. */
  exposure: string | null
  copyright: string | null
  hasLocation: boolean
}

/**
 * Reads the few tags that are needed. General readers build every array the block claims to hold, and entries may
 * overlap: 64 KB of hostile EXIF cost such a reader 15 s of blocked event loop and 3.5 GB.
 */
export function readExif(exif: Buffer): ExifFacts {
  const block = openBlock(exif)
  const main = readDirectory(block, block === null ? null : readUint(block, 4, 4), MAIN_TAGS)
  const photo = readDirectory(block, main.number(0x8769), PHOTO_TAGS)
  const gps = readDirectory(block, main.number(0x8825), GPS_TAGS)
  return {
    capturedAt:
      toIso(photo.text(0x9003), photo.text(0x9011)) ??
      toIso(photo.text(0x9004), photo.text(0x9012)) ??
      gpsTime(gps) ??
      toIso(main.text(0x0132), photo.text(0x9010)),
    camera: cameraName(main.text(0x010f), main.text(0x0110)),
    lens: photo.text(0xa434),
    exposure: describeExposure(photo),
    copyright: main.text(0x8298),
    hasLocation: gps.has(0x0002) && gps.has(0x0004),
  }
}

/** Maker, model, time of last change, copyright, and the two directories below. */
const MAIN_TAGS = [0x010f, 0x0110, 0x0132, 0x8298, 0x8769, 0x8825]
/** Exposure time, aperture, ISO, times with their offsets, focal length, lens. */
const PHOTO_TAGS = [0x829a, 0x829d, 0x8827, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x920a, 0xa434]
/** Latitude, longitude, time and date in UTC. */
const GPS_TAGS = [0x0002, 0x0004, 0x0007, 0x001d]
const ENTRY_LENGTH = 12
const ASCII = 2
const SHORT = 3
const LONG = 4
const RATIONAL = 5
/** Bytes of a text that are read: enough for a copyright notice. */
const MAX_TEXT_LENGTH = 256

interface ExifBlock {
  tiff: Buffer
  littleEndian: boolean
}

interface Directory {
  has(tag: number): boolean
  text(tag: number): string | null
  number(tag: number): number | null
  /** Numerators and denominators. */
  fractions(tag: number): readonly [number, number][]
}

function openBlock(exif: Buffer): ExifBlock | null {
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif
  const order = tiff.toString('latin1', 0, 4)
  return order === 'II*\0' || order === 'MM\0*' ? { tiff, littleEndian: order === 'II*\0' } : null
}

function readUint({ tiff, littleEndian }: ExifBlock, at: number, length: 2 | 4): number | null {
  if (at < 0 || at + length > tiff.length) return null
  return littleEndian ? tiff.readUIntLE(at, length) : tiff.readUIntBE(at, length)
}

function readDirectory(block: ExifBlock | null, start: number | null, tags: readonly number[]): Directory {
  const entries =
    block === null || start === null ? new Map<number, number>() : findEntries(block, start, tags)
  const entryOf = (tag: number) => {
    const at = entries.get(tag)
    return block === null || at === undefined ? null : readEntry(block, at)
  }
  return {
    has: (tag) => entries.has(tag),
    text: (tag) => {
      const entry = entryOf(tag)
      return entry === null || entry.type !== ASCII ? null : toText(entry.bytes)
    },
    number: (tag) => {
      const entry = entryOf(tag)
      if (entry === null || block === null) return null
      const at = entry.bytes.byteOffset - block.tiff.byteOffset
      if (entry.type === SHORT) return readUint(block, at, 2)
      return entry.type === LONG ? readUint(block, at, 4) : null
    },
    fractions: (tag) => {
      const entry = entryOf(tag)
      if (entry === null || block === null || entry.type !== RATIONAL) return []
      const first = entry.bytes.byteOffset - block.tiff.byteOffset
      return Array.from({ length: Math.min(3, entry.bytes.length / 8) }, (_, index): [number, number] => [
        readUint(block, first + index * 8, 4) ?? 0,
        readUint(block, first + index * 8 + 4, 4) ?? 0,
      ])
    },
  }
}

/** Where the entries of some tags start: one pass over a directory of at most 65,535 entries. */
function findEntries(block: ExifBlock, directory: number, tags: readonly number[]): Map<number, number> {
  const entries = new Map<number, number>()
  const count = readUint(block, directory, 2) ?? 0
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * ENTRY_LENGTH
    const tag = readUint(block, at, 2)
    if (tag === null) break
    if (tags.includes(tag) && !entries.has(tag)) entries.set(tag, at)
  }
  return entries
}

const SIZES: Record<number, number> = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8 }

function readEntry(block: ExifBlock, at: number): { type: number; bytes: Buffer } | null {
  const type = readUint(block, at + 2, 2) ?? 0
  const count = readUint(block, at + 4, 4) ?? 0
  const length = Math.min((SIZES[type] ?? 0) * count, MAX_TEXT_LENGTH)
  const isInline = (SIZES[type] ?? 0) * count <= 4
  const start = isInline ? at + 8 : readUint(block, at + 8, 4)
  if (length === 0 || start === null || start + length > block.tiff.length) return null
  return { type, bytes: block.tiff.subarray(start, start + length) }
}

/** Up to the first NUL, without control characters. Writers use UTF-8, although EXIF says ASCII. */
function toText(bytes: Buffer): string | null {
  const text = bytes
    .toString('utf8')
    .replace(/\0.*$/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\uFFFD]/gu, '')
    .trim()
  return text === '' ? null : text
}

function toIso(date: string | null, offset: string | null): string | null {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d) (\d\d:\d\d:\d\d)$/.exec(date ?? '')
  if (match === null) return null
  const [, year, month, day, time] = match
  const local = `${year}-${month}-${day}T${time}`
  // Date rolls 31 February over to March; a round trip through UTC shows it.
  const asUtc = new Date(`${local}Z`)
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) return null
  const isOffset = /^[+-](0\d|1[0-4]):[0-5]\d$/.test(offset ?? '')
  return isOffset ? `${local}${offset}` : local
}

/** GPS receivers know the time in UTC. */
function gpsTime(gps: Directory): string | null {
  const date = gps.text(0x001d)
  const parts = gps.fractions(0x0007).map(([over, under]) => Math.floor(over / under))
  if (date === null || parts.length !== 3 || !parts.every(Number.isFinite)) return null
  const time = parts.map((part) => String(part).padStart(2, '0')).join(':')
  return toIso(`${date} ${time}`, '+00:00')
}

/** Many models begin with their maker's name. */
function cameraName(maker: string | null, model: string | null): string | null {
  if (maker === null || model === null) return model ?? maker
  const firstWord = maker.split(' ', 1)[0]?.toLowerCase() ?? ''
  return model.toLowerCase().startsWith(firstWord) ? model : `${maker} ${model}`
}

function describeExposure(photo: Directory): string | null {
  const [time, aperture, focal] = [0x829a, 0x829d, 0x920a].map((tag) => photo.fractions(tag)[0])
  const iso = photo.number(0x8827)
  const parts = [
    describeTime(time),
    describeFraction(aperture, (value) => `f/${value}`),
    iso === null || iso === 0 ? null : `ISO ${iso}`,
    describeFraction(focal, (value) => `${value} mm`),
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(', ')
}

function describeTime(time: readonly [number, number] | undefined): string | null {
  const [over = 0, under = 0] = time ?? []
  if (over === 0 || under === 0) return null
  return over >= under ? describeFraction(time, (value) => `${value} s`) : `1/${Math.round(under / over)} s`
}

function describeFraction(
  fraction: readonly [number, number] | undefined,
  describe: (value: number) => string,
): string | null {
  const [over = 0, under = 0] = fraction ?? []
  return over === 0 || under === 0 ? null : describe(Math.round((over / under) * 10) / 10)
}
