import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { S3Error } from './s3-error.ts'

/** The checksums S3 verifies on upload. CRC64NVME is left out: its place is `algorithms`. */
export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'SHA1' | 'SHA256'

/** Base64, as it travels in `x-amz-checksum-*`. */
export interface Checksum {
  algorithm: ChecksumAlgorithm
  value: string
}

export interface RunningChecksum {
  update(chunk: Uint8Array): void
  /** Base64. */
  digest(): string
}

const algorithms: Record<ChecksumAlgorithm, { bytes: number; create: () => RunningChecksum }> = {
  CRC32: { bytes: 4, create: () => runningCrc(crc32) },
  CRC32C: { bytes: 4, create: () => runningCrc(crc32c) },
  SHA1: { bytes: 20, create: () => runningHash('sha1') },
  SHA256: { bytes: 32, create: () => runningHash('sha256') },
}

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'SHA1', 'SHA256']

export function createChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  return algorithms[algorithm].create()
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** `null` when there is none. Throws `NotImplemented` on one this S3 does not know. */
export function parseChecksumAlgorithm(name: string | undefined): ChecksumAlgorithm | null {
  if (name === undefined) return null
  const known = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase())
  if (!known) throw new S3Error('NotImplemented', { details: { ChecksumAlgorithm: name } })
  return known
}

/**
 * The one checksum that headers or form fields announce, `null` when there is none.
 * Throws `InvalidRequest` when there are two or when the value cannot be one.
 */
export function announcedChecksum(field: (name: string) => string | undefined): Checksum | null {
  if (field('x-amz-checksum-crc64nvme') !== undefined) parseChecksumAlgorithm('CRC64NVME')
  const found = checksumAlgorithms.flatMap((algorithm) => {
    const value = field(checksumHeader(algorithm))
    return value === undefined ? [] : [{ algorithm, value }]
  })
  if (found.length > 1) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    })
  }
  const [checksum] = found
  if (checksum) checkChecksumForm(checksum)
  return checksum ?? null
}

export function checkChecksumForm({ algorithm, value }: Checksum): void {
  if (!isBase64Of(algorithms[algorithm].bytes, value)) {
    throw new S3Error('InvalidRequest', {
      message: `Value for ${checksumHeader(algorithm)} header is invalid.`,
    })
  }
}

/** The `Content-MD5` announced, `null` when there is none; throws `InvalidDigest`. */
export function announcedMd5(value: string | undefined): string | null {
  if (value === undefined) return null
  if (!isBase64Of(16, value)) throw new S3Error('InvalidDigest', { details: { 'Content-MD5': value } })
  return value
}

/** The checksum of a multipart object: over the raw checksums of its parts, with their number behind it. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): Checksum {
  const running = createChecksum(algorithm)
  for (const part of parts) running.update(Buffer.from(part, 'base64'))
  return { algorithm, value: `${running.digest()}-${parts.length}` }
}

function isBase64Of(bytes: number, value: string): boolean {
  const decoded = Buffer.from(value, 'base64')
  return decoded.length === bytes && decoded.toString('base64') === value
}

function runningHash(name: 'sha1' | 'sha256'): RunningChecksum {
  const hash = createHash(name)
  return {
    update: (chunk) => {
      hash.update(chunk)
    },
    digest: () => hash.digest('base64'),
  }
}

function runningCrc(step: (chunk: Uint8Array, before: number) => number): RunningChecksum {
  let value = 0
  return {
    update: (chunk) => {
      value = step(chunk, value)
    },
    digest: () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes.toString('base64')
    },
  }
}

// Castagnoli's polynomial, reflected; zlib has only the other CRC-32.
const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value
})

function crc32c(chunk: Uint8Array, before: number): number {
  let value = ~before
  for (const byte of chunk) value = (value >>> 8) ^ (crc32cTable[(value ^ byte) & 0xff] ?? 0)
  return ~value >>> 0
}
