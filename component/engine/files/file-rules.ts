/** The rules that need only a file's name, type and size. Pure. */
import { allowedType, canonicalType, mediaTypes } from '../../media-type.ts'
import type { RouteLimits } from '../../protocol.ts'
import type { DimensionRules, ImageSize, Reason } from '../upload/rejection.ts'
import type { FileValidator } from './file-validator.ts'

/** Sizes in bytes, widths and heights in pixels. An absent rule does not apply. */
export interface FileRules extends DimensionRules {
  /** Like the `accept` attribute of a file input: `image/*, .heic, application/pdf`. */
  accept?: string | undefined
  /** What the API allows: types and wildcards. Unlike `accept` it names no extensions, and wildcards exclude scripts. */
  allowedContentTypes?: readonly string[] | undefined
  minFileSize?: number | undefined
  maxFileSize?: number | undefined
  maxTotalSize?: number | undefined
  maxFiles?: number | undefined
  /** `refuse`: a file that is in the list already is rejected. Default: `allow`. */
  duplicates?: 'allow' | 'refuse' | undefined
  /** `verify`: the first bytes must not contradict the declared type. Default: `trust`. */
  content?: 'trust' | 'verify' | undefined
  /** The page's own checks, called in this order after all other rules. */
  validators?: readonly FileValidator[] | undefined
}

/** The fields of a `File` that the rules read. */
export interface FileFacts {
  readonly name: string
  readonly size: number
  readonly type: string
}

/** What the list already holds, in files and bytes. */
export interface Occupancy {
  readonly count: number
  readonly totalSize: number
}

/** The stricter of the page's and the API's limits. */
export function combineRules(page: FileRules, limits: RouteLimits | undefined): FileRules {
  if (limits === undefined) return page
  return {
    ...page,
    accept: page.accept ?? limits.allowedContentTypes.join(','),
    allowedContentTypes: limits.allowedContentTypes,
    maxFileSize: Math.min(page.maxFileSize ?? Number.POSITIVE_INFINITY, limits.maxFileSize),
    minFileSize: Math.max(page.minFileSize ?? 0, limits.minFileSize),
  }
}

/** For a file that is transformed before it is sent: its type and its size at most are judged on the result. */
export function rulesBeforeTransform(page: FileRules, limits: RouteLimits | undefined): FileRules {
  const { minFileSize } = combineRules(page, limits)
  return { ...page, minFileSize, maxFileSize: undefined, maxTotalSize: undefined }
}

/** The first rule that the file breaks, given the files in the list; undefined for none. */
export function brokenRule(file: FileFacts, rules: FileRules, occupied: Occupancy): Reason | undefined {
  const { accept, allowedContentTypes, maxFiles, maxFileSize, minFileSize, maxTotalSize } = rules
  const isAccepted = accept === undefined || matchesAccept(file, accept)
  if (!isAccepted || (allowedContentTypes && allowedType(file, allowedContentTypes) === undefined)) {
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

/** The first bound that an image of this size breaks; undefined for none. */
export function brokenDimension(size: ImageSize | null, rules: DimensionRules): Reason | undefined {
  for (const [rule, side, sign] of DIMENSIONS) {
    const limit = rules[rule]
    if (limit === undefined) continue
    // An image of unknown size breaks every bound: the page relies on them.
    if (size === null || sign * (size[side] - limit) > 0)
      return { code: 'image-dimensions', limit, rule, size }
  }
  return undefined
}

const DIMENSIONS = [
  ['minWidth', 'width', -1],
  ['minHeight', 'height', -1],
  ['maxWidth', 'width', 1],
  ['maxHeight', 'height', 1],
] as const

/** Whether any rule needs a file's content or the page's validators. */
export function needsCheck(rules: FileRules): boolean {
  return rules.content === 'verify' || boundsDimensions(rules) || (rules.validators?.length ?? 0) > 0
}

/** Whether any bound on width or height is set. */
export function boundsDimensions(rules: DimensionRules): boolean {
  return DIMENSIONS.some(([rule]) => rules[rule] !== undefined)
}

/**
 * Whether a file input with this `accept` would offer the file (https://html.spec.whatwg.org/#attr-input-accept).
 * A file without a type counts as the type of its extension, as in the API. An empty `accept` matches everything.
 */
export function matchesAccept(file: Pick<FileFacts, 'name' | 'type'>, accept: string): boolean {
  const tokens = accept
    .split(',')
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '')
  if (tokens.length === 0) return true
  const name = file.name.toLowerCase().replace(/[\s\p{C}]+$/u, '')
  const types = mediaTypes(file)
  return tokens.some((token) => {
    if (token.startsWith('.')) return name.endsWith(token)
    if (token === '*/*' || token === '*') return true
    if (token.endsWith('/*')) return types.some((type) => type.startsWith(token.slice(0, -1)))
    return types.includes(canonicalType(token))
  })
}
