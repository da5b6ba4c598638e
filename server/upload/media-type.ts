/** Media types that clients declare and routes allow. Pure. */
import { mediaType } from '../../component/media-type.ts'

// A browser that opens one of these from the bucket's domain runs what is inside (every kind of XML included), so a
// wildcard does not allow them.
const ACTIVE = /^text\/(html|xsl)$|[/+]xml$|(java|ecma|j|live)script/

// RFC 6838 names, without `$`: S3 expands `${filename}` in form fields.
const WELL_FORMED = /^[a-z0-9][a-z0-9!#&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#&^_.+-]{0,126}$/

/** The media type to sign for a file; `null` when the declared one is malformed. */
export function mediaTypeOf(file: { name: string; type: string }): string | null {
  const type = mediaType(file)
  return WELL_FORMED.test(type) ? type : null
}

/** Whether a route's list of exact types and `type/*` patterns allows a type. */
export function allowsMediaType(allowed: readonly string[], type: string): boolean {
  const family = `${type.slice(0, type.indexOf('/'))}/*`
  return allowed.includes(type) || (allowed.includes(family) && !ACTIVE.test(type))
}

/** Whether a string can stand in a route's list. */
export function isMediaTypePattern(pattern: string): boolean {
  return WELL_FORMED.test(pattern) || /^[a-z]+\/\*$/.test(pattern)
}
