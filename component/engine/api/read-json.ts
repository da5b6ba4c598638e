/** Reads fields of a JSON value whose shape is not known yet. */
import { UploadError } from '../upload/upload-error.ts'

export type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @throws UploadError `protocol`, as the following */
export function object(value: unknown, path: string): Fields {
  if (!isFields(value)) throw unexpected(path, 'an object', value)
  return value
}

export function string(value: unknown, path: string): string {
  if (typeof value !== 'string') throw unexpected(path, 'a string', value)
  return value
}

export function stringOrNull(value: unknown, path: string): string | null {
  return value === null || value === undefined ? null : string(value, path)
}

export function number(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unexpected(path, 'a number', value)
  return value
}

export function list<T>(value: unknown, path: string, parse: (item: unknown, path: string) => T): T[] {
  if (!Array.isArray(value)) throw unexpected(path, 'a list', value)
  return value.map((item: unknown, index) => parse(item, `${path}[${index}]`))
}

export function strings(value: unknown, path: string): Readonly<Record<string, string>> {
  const fields = object(value, path)
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, string(text, `${path}.${name}`)]),
  )
}

export function unexpected(path: string, expected: string, got: unknown): UploadError {
  const shown = typeof got === 'object' ? typeof got : JSON.stringify(got)
  return new UploadError(
    'protocol',
    `Expected \`${path}\` of the API's response to be ${expected}, got ${shown}`,
  )
}
