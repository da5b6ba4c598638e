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
  /** Whether it refuses the bucket in the path of a URL. Default: it takes it. */
  isVirtualHosted?: true
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

const ENCRYPTION = ['serverSideEncryption', 'kmsKeyId'] as const

/** Lists of operations without POST Object, conditions and checksums. */
const PUT_ONLY: StoreCapabilities = { ...S3, forms: false, conditions: [], checksums: 'none' }

export const KNOWN_STORES: readonly KnownStore[] = [
  {
    // All partitions.
    hosts:
      /(^|\.)(amazonaws\.(com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk)$/,
    capabilities: S3,
    evidence: 'documents',
  },
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
      // Objects have the bucket's ACL.
      refuses: ['kmsKeyId', 'acl', 'tags'],
    },
    evidence: 'documents',
  },
  {
    // Its forms have fields of its own. It ignores `If-None-Match` on a PUT and refuses it for parts.
    // Also its regional endpoints and those in private networks.
    hosts: /(^|\.)storage(\.|\.[a-z0-9-]+\.rep\.|-[a-z0-9-]+\.p\.)googleapis\.com$/,
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
  {
    hosts: /(^|\.)digitaloceanspaces\.com$/,
    capabilities: { ...UNKNOWN, name: 'DigitalOcean Spaces', listParts: true, checksums: 'none' },
    evidence: 'documents',
  },
  {
    hosts: /(^|\.)supabase\.(co|red)$/,
    capabilities: {
      ...PUT_ONLY,
      name: 'Supabase Storage',
      refuses: [...ENCRYPTION, 'acl', 'tags', 'expectedBucketOwner'],
    },
    evidence: 'documents',
  },
  {
    hosts: /(^|\.)(oraclecloud|oci\.customer-oci)\.com$/,
    capabilities: { ...PUT_ONLY, name: 'Oracle Cloud', refuses: [...ENCRYPTION, 'acl'] },
    evidence: 'documents',
  },
  {
    // Against overwriting, and for forms, it has names of its own.
    hosts: /(^|\.)aliyuncs\.com$/,
    isVirtualHosted: true,
    capabilities: { ...PUT_ONLY, name: 'Alibaba Cloud OSS' },
    evidence: 'documents',
  },
  {
    hosts: /(^|\.)(myqcloud\.com|tencentcos\.cn)$/,
    isVirtualHosted: true,
    capabilities: { ...PUT_ONLY, name: 'Tencent Cloud COS' },
    evidence: 'documents',
  },
]

function storeOf(hostname: string): KnownStore | undefined {
  // A name may end with the dot of the DNS root.
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return KNOWN_STORES.find(({ hosts }) => hosts?.test(name))
}

/** Whether the bucket is in the path of URLs, where the host does not say. */
export function isPathStyle(endpoint: string): boolean {
  return storeOf(new URL(endpoint).hostname)?.isVirtualHosted !== true
}

/**
 * @param hostnames of the endpoints in effect: the service's own, and the one that browsers reach.
 * @param given wins over what is known.
 */
export function storeCapabilities(hostnames: readonly string[], given: StoreOptions = {}): StoreCapabilities {
  // A store behind a host name of its own is recognized by either address.
  const known = hostnames.flatMap((name) => storeOf(name) ?? [])
  const { capabilities } = known.find((store) => store.capabilities !== S3) ??
    known[0] ?? { capabilities: UNKNOWN }
  const stated = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...capabilities, ...Object.fromEntries(stated) }
}
