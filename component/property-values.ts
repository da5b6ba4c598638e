/**
 * The values of properties after any assignment: frameworks assign null, undefined, `''` and strings to properties of
 * other types. Pure; nothing here throws.
 */
import type { FileValidator } from './engine/files/file-validator.ts'
import { parseSize } from './parse-size.ts'

type Read<T> = (value: unknown) => T

/** Null, undefined and `''` are the fallback: Vue assigns `''` for undefined. */
export function text<Fallback extends string | null>(fallback: Fallback): Read<string | Fallback> {
  return (value) => {
    try {
      return value == null || value === '' ? fallback : String(value)
    } catch {
      // An object without `toString`.
      return fallback
    }
  }
}

export const optionalText = text(null)

/** As an IDL boolean: `''` is false. */
export const flag: Read<boolean> = Boolean

/** A number of at least 0, or text as in the attribute; undefined for all else. */
export const amount: Read<number | undefined> = (value) => {
  if (typeof value === 'string') return parseSize(value)
  return typeof value === 'number' && value >= 0 ? value : undefined
}

/** The first one for what is none of them. */
export function oneOf<T extends string>(...values: readonly [T, ...T[]]): Read<T> {
  return (value) => values.find((one) => one === value) ?? values[0]
}

/** An object or a function; `{}` for all else. */
export function record(value: unknown): object {
  return isObject(value) ? value : {}
}

/** One function counts as a list of one; what is none is left out. */
export const functions: Read<readonly FileValidator[]> = (value) =>
  (Array.isArray(value) ? value : [value]).filter(isFunction)

function isFunction(value: unknown): value is FileValidator {
  return typeof value === 'function'
}

function isObject(value: unknown): value is object {
  return Object(value) === value
}
