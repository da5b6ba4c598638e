/**
 * What S3-compatible stores can do, by the host name of their endpoint. The only place for such facts: a test holds the
 * table in `stores.md` to it. Pure.
 */

export interface StoreCapabilities {
  name: string
  /** Whether it has POST Object. Otherwise files that come in one request are sent with a presigned PUT. */
  forms: boolean
  /** Operations that observe `If-None-Match: *`. To others it is not sent: some stores answer 501. */
  conditions: readonly ConditionalOperation[]
  /** Which uploads have their SHA-256 verified and reported: all, those in parts, or none. */
  checksums: 'all' | 'parts' | 'none'
  /** Most parts of one upload, 1 to 10,000. */
  maxParts: number
  /** Whether stored parts can be listed. Without it there are no uploads in parts. */
  listParts: boolean | 'unknown'
  /** Whether one call deletes several objects. */
  bulkDelete: boolean
  /** Options that it refuses. */
  refuses: readonly RefusableOption[]
}

export type ConditionalOperation = 'put' | 'copy' | 'complete'

export type RefusableOption = 'serverSideEncryption' | 'kmsKeyId' | 'acl' | 'tags' | 'expectedBucketOwner'

/** What a host says about its store. */
export type StoreOptions = {
  [Name in Exclude<keyof StoreCapabilities, 'name' | 'refuses'>]?: StoreCapabilities[Name] | undefined
}

export interface KnownStore {
  /** Of its endpoints; `null` for software that runs under any host name. */
  hosts: RegExp | null
  capabilities: StoreCapabilities
  /** How this is known: `npm run test:s3` runs on it, or from its documentation and bug reports. */
  evidence: 'tested' | 'documents'
}

const S3: StoreCapabilities = {
  name: 'Amazon S3',
  forms: true,
  conditions: ['put', 'copy', 'complete'],
  checksums: 'all',
  maxParts: 10_000,
  listParts: true,
  bulkDelete: true,
  refuses: [],
}

/** A condition that a server call sends is left out after a 501. A browser cannot do that, so none is signed into a PUT. */
const UNKNOWN: StoreCapabilities = {
  ...S3,
  name: 'This store',
  listParts: 'unknown',
  conditions: ['copy', 'complete'],
}

export const KNOWN_STORES: readonly KnownStore[] = [
  { hosts: /(^|\.)amazonaws\.com(\.cn)?$/, capabilities: S3, evidence: 'documents' },
  {
    // For conditions of a copy it has headers of its own. Parts of unequal size are refused: ours are equal.
    hosts: /(^|\.)r2\.cloudflarestorage\.com$/,
    capabilities: {
      ...S3,
      name: 'Cloudflare R2',
      forms: false,
      conditions: ['put'],
      checksums: 'parts',
      refuses: ['serverSideEncryption', 'kmsKeyId', 'acl', 'tags', 'expectedBucketOwner'],
    },
    evidence: 'documents',
  },
  {
    hosts: /(^|\.)backblazeb2\.com$/,
    capabilities: {
      ...S3,
      name: 'Backblaze B2',
      forms: false,
      conditions: [],
      checksums: 'none',
      refuses: ['kmsKeyId', 'tags'],
    },
    evidence: 'documents',
  },
  {
    // Its forms have fields of its own. It ignores `If-None-Match` on a PUT and refuses it for parts.
    hosts: /(^|\.)storage\.googleapis\.com$/,
    capabilities: {
      ...S3,
      name: 'Google Cloud Storage',
      forms: false,
      conditions: [],
      checksums: 'none',
      bulkDelete: false,
      refuses: ['tags'],
    },
    evidence: 'documents',
  },
  {
    // It documents forms since 2026: `store: { forms: true }` uses them where a region has them.
    hosts: /(^|\.)cloud\.ovh\.(net|us)$/,
    capabilities: { ...UNKNOWN, name: 'OVHcloud', listParts: true, forms: false },
    evidence: 'documents',
  },
  {
    hosts: /(^|\.)scw\.cloud$/,
    capabilities: { ...UNKNOWN, name: 'Scaleway', listParts: true, maxParts: 1000 },
    evidence: 'documents',
  },
]

/**
 * @param hostnames of the endpoints in effect: the service's own, and the one that browsers reach.
 * @param given wins over what is known.
 */
export function storeCapabilities(hostnames: readonly string[], given: StoreOptions = {}): StoreCapabilities {
  // A store behind a host name of its own is recognized by either address.
  const known = hostnames.flatMap((name) => KNOWN_STORES.find(({ hosts }) => hosts?.test(name)) ?? [])
  const { capabilities } = known.find((store) => store.capabilities !== S3) ??
    known[0] ?? { capabilities: UNKNOWN }
  const stated = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...capabilities, ...Object.fromEntries(stated) }
}
