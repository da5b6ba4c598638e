/** Media types that clients declare and routes admit. Pure. */
import { mediaType } from '../../component/media-type.ts'

// A wildcard never admits these: a browser that opens one from the bucket's domain runs what is inside, in any kind of
// XML as well; scripts are run by pages that the bucket's domain is trusted by.
const active = /^text\/(html|xsl)$|[/+]xml$|(java|ecma|j|live)script/

// RFC 6838 names, without `$`: S3 expands `${filename}` in form fields.
const wellFormed = /^[a-z0-9][a-z0-9!#&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#&^_.+-]{0,126}$/

/** The media type to sign for a file; `null` when what its browser declares is none at all. */
export function mediaTypeOf(file: { name: string; type: string }): string | null {
  const type = mediaType(file)
  return wellFormed.test(type) ? type : null
}

/** Whether a route's list of exact types and `type/*` patterns admits a type. */
export function allowsMediaType(allowed: readonly string[], type: string): boolean {
  const family = `${type.slice(0, type.indexOf('/'))}/*`
  return allowed.includes(type) || (allowed.includes(family) && !active.test(type))
}

/** Whether a string can stand in a route's list. */
export function isMediaTypePattern(pattern: string): boolean {
  return wellFormed.test(pattern) || /^[a-z]+\/\*$/.test(pattern)
}
