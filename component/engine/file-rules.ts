/** Which files may become uploads. Pure: a file goes in, a reason or nothing comes out. */
import type { RouteLimits } from '../protocol.ts'
import type { ErrorCode } from './upload-error.ts'

/** Sizes in bytes; a rule that is absent does not apply. */
export interface FileRules {
  /** As the `accept` attribute of a file input: `image/*, .heic, application/pdf`. */
  accept?: string | undefined
  minFileSize?: number | undefined
  maxFileSize?: number | undefined
  maxTotalSize?: number | undefined
  maxFiles?: number | undefined
}

/** As much of a `File` as the rules look at. */
export interface FileFacts {
  readonly name: string
  readonly size: number
  readonly type: string
}

export interface Rejection {
  readonly file: File
  readonly code: ErrorCode
  /** The limit that was broken, in bytes or files. */
  readonly limit: number | undefined
}

/** What is already in the list. */
export interface Occupancy {
  readonly count: number
  readonly totalSize: number
}

/** The stricter of what the page says and what the API says. */
export function combineRules(page: FileRules, limits: RouteLimits | undefined): FileRules {
  if (limits === undefined) return page
  return {
    ...page,
    accept: page.accept ?? limits.allowedContentTypes.join(','),
    maxFileSize: Math.min(page.maxFileSize ?? Number.POSITIVE_INFINITY, limits.maxFileSize),
    minFileSize: Math.max(page.minFileSize ?? 0, limits.minFileSize),
  }
}

/** Splits a batch into what may go on and why the rest may not; order is kept. */
export function applyRules<F extends File>(
  files: readonly F[],
  rules: FileRules,
  occupied: Occupancy,
): { accepted: F[]; rejected: Rejection[] } {
  const accepted: F[] = []
  const rejected: Rejection[] = []
  let { count, totalSize } = occupied
  for (const file of files) {
    const broken = brokenRule(file, rules, { count, totalSize })
    if (broken === undefined) {
      accepted.push(file)
      count += 1
      totalSize += file.size
    } else {
      rejected.push({ file, ...broken })
    }
  }
  return { accepted, rejected }
}

function brokenRule(
  file: FileFacts,
  rules: FileRules,
  occupied: Occupancy,
): Pick<Rejection, 'code' | 'limit'> | undefined {
  const { maxFiles, maxFileSize, minFileSize, maxTotalSize } = rules
  if (rules.accept !== undefined && !matchesAccept(file, rules.accept)) {
    return { code: 'unsupported-content-type', limit: undefined }
  }
  if (minFileSize !== undefined && file.size < minFileSize)
    return { code: 'file-too-small', limit: minFileSize }
  if (maxFileSize !== undefined && file.size > maxFileSize)
    return { code: 'file-too-large', limit: maxFileSize }
  if (maxFiles !== undefined && occupied.count >= maxFiles) return { code: 'too-many-files', limit: maxFiles }
  if (maxTotalSize !== undefined && occupied.totalSize + file.size > maxTotalSize) {
    return { code: 'total-too-large', limit: maxTotalSize }
  }
  return undefined
}

/**
 * Whether a file input with this `accept` would offer the file (HTML: https://html.spec.whatwg.org/#attr-input-accept).
 * Where the browser knows no type, the extension of the name decides; an empty `accept` takes everything.
 */
export function matchesAccept(file: Pick<FileFacts, 'name' | 'type'>, accept: string): boolean {
  const tokens = accept
    .split(',')
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '')
  if (tokens.length === 0) return true
  const name = file.name.toLowerCase()
  const type = (file.type.split(';')[0] ?? '').trim().toLowerCase() || typeOfName(name)
  return tokens.some((token) => {
    if (token.startsWith('.')) return name.endsWith(token)
    if (token === '*/*' || token === '*') return true
    if (token.endsWith('/*')) return type.startsWith(token.slice(0, -1))
    return type === token
  })
}

/** Types that some browsers leave empty for files from folders, drops or phones. */
const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  webp: 'image/webp',
}

function typeOfName(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1)
  return Object.hasOwn(TYPES, extension) ? (TYPES[extension] ?? '') : ''
}
