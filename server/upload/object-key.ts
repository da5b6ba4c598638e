/** Object keys. The server makes them from random ids; a client's file name is never part of one. */

export interface KeyParts {
  route: string
  id: string
  /** Without the dot. */
  extension: string
}

/** `uploads/<route>/<yyyy>/<mm>/<id>.<extension>` */
export function objectKey({ route, id, extension }: KeyParts, prefix: string, date: Date): string {
  const month = String(date.getUTCMonth() + 1).padStart(2, '0')
  return `${prefix}${route}/${date.getUTCFullYear()}/${month}/${id}.${extension}`
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
