/** A colour profile's device colour space (`RGB `, `CMYK`, `GRAY`) and its own name (ICC.1, sections 7.2 and 10). */
export interface ProfileInfo {
  space: string
  name: string | null
}

const HEADER_LENGTH = 128
/** Characters of a name that are kept. */
const MAX_NAME_LENGTH = 64

export function readProfile(profile: Buffer): ProfileInfo | null {
  if (profile.length < HEADER_LENGTH + 4 || text(profile, 36, 4) !== 'acsp') return null
  const count = Math.min(profile.readUInt32BE(HEADER_LENGTH), 100)
  let name: string | null = null
  for (let index = 0; index < count; index += 1) {
    const at = HEADER_LENGTH + 4 + index * 12
    if (at + 12 > profile.length) break
    if (text(profile, at, 4) === 'desc') name = readDescription(profile, profile.readUInt32BE(at + 4))
  }
  return { space: text(profile, 16, 4), name }
}

function readDescription(profile: Buffer, at: number): string | null {
  if (at + 28 > profile.length) return null
  const isUnicode = text(profile, at, 4) === 'mluc'
  const length = profile.readUInt32BE(at + (isUnicode ? 20 : 8))
  const start = isUnicode ? at + profile.readUInt32BE(at + 24) : at + 12
  if (start + length > profile.length) return null
  const bytes = Buffer.from(profile.subarray(start, start + (length & ~(isUnicode ? 1 : 0))))
  const name = isUnicode ? bytes.swap16().toString('utf16le') : bytes.toString('latin1')
  return (
    name
      .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '')
      .trim()
      .slice(0, MAX_NAME_LENGTH) || null
  )
}

function text(bytes: Buffer, at: number, length: number): string {
  return bytes.toString('latin1', at, at + length)
}
