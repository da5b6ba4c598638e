/**
 * Object keys. The server makes them from random ids; what a client calls its file never enters.
 */

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
const plainKey = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/

/**
 * Whether a key made by a host's hook is as harmless as our own: plain characters, no empty, `.` or `..` segment,
 * no leading slash, at most 512 bytes.
 */
export function isPlainKey(key: string): boolean {
  return key.length <= 512 && plainKey.test(key) && !/(^|\/)\.{1,2}(\/|$)/.test(key)
}

/** Whether a string can be a key prefix: plain, and with a final slash. */
export function isPlainPrefix(prefix: string): boolean {
  return prefix.endsWith('/') && isPlainKey(prefix.slice(0, -1))
}
