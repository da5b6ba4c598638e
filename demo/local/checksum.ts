import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AwsError } from './aws-error.ts'

/** The checksums that S3 verifies on upload, except CRC64NVME. */
const algorithms = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const
export type ChecksumAlgorithm = (typeof algorithms)[number]

/** The value is in Base64, as in `x-amz-checksum-*`. */
export type Checksum = { algorithm: ChecksumAlgorithm; value: string }

export interface Digest {
  update(chunk: Uint8Array): unknown
  digest(): Buffer
}

export function parseAlgorithm(name: string): ChecksumAlgorithm {
  const known = algorithms.find((algorithm) => algorithm === name.toUpperCase())
  if (!known) throw new AwsError('NotImplemented', `This S3 has no checksum ${name}`)
  return known
}

export function checksumHeaders(checksum: Checksum | null): Record<string, string> {
  return checksum ? { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value } : {}
}

export function createDigest(algorithm: ChecksumAlgorithm): Digest {
  if (!algorithm.startsWith('CRC')) return createHash(algorithm)
  const step = algorithm === 'CRC32' ? crc32 : crc32c
  const value = Buffer.alloc(4)
  return {
    update: (chunk) => value.writeUInt32BE(step(chunk, value.readUInt32BE())),
    digest: () => value,
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
