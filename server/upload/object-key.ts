/** Object keys. The server makes them from random ids; a client's file name is never part of one. */

export interface KeyParts {
  prefix: string
  route: string
  id: string
  /** Without the dot. */
  extension: string
  date: Date
}

/** `uploads/<route>/<yyyy>/<mm>/<id>.<extension>` */
export function objectKey({ prefix, route, id, extension, date }: KeyParts): string {
  const [year, month] = date.toISOString().split('-')
  return `${prefix}${route}/${year}/${month}/${id}.${extension}`
}

// No `$`: a key that ends in `${filename}` silently turns the exact policy into a prefix policy, and S3 refuses `$$`.
const PLAIN_KEY = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/

/** At most 512 bytes of plain characters; no empty, `.` or `..` segment, no slash at the start. */
export function isPlainKey(key: string): boolean {
  return key.length <= 512 && PLAIN_KEY.test(key) && !/(^|\/)\.{1,2}(\/|$)/.test(key)
}

/** Whether a string can be a key prefix: plain, with a slash at the end. */
export function isPlainPrefix(prefix: string): boolean {
  return prefix.endsWith('/') && isPlainKey(prefix.slice(0, -1))
}
