import { displayName } from '../../display-name.ts'
import { type FileMetadata, fileMetadata } from './file-metadata.ts'

/** A file of an earlier visit that is stored, as the page's server knows it. */
export interface StoredFile {
  /** Object key: what the form submits. */
  readonly key: string
  readonly name: string
  /** Bytes; 0 where the page did not say. */
  readonly size: number
  /** Media type; `''` where the page did not say. */
  readonly type: string
  /** URL of a small picture of it, which the browser loads when its row is in sight. */
  readonly thumbnailUrl: string | null
  readonly metadata: FileMetadata
}

/** What a page may give for it: its key, or its facts. Default name: the part of the key after the last `/`. */
export type GivenStoredFile =
  | string
  | ({ readonly key: string } & {
      readonly [K in Exclude<keyof StoredFile, 'key'>]?: StoredFile[K] | undefined
    })

/**
 * What is given, in order, each key once. Wrong facts are left out, and so are items without a key.
 *
 * @param onFault called for each of them; default: it is thrown
 */
export function storedFiles(given: Iterable<unknown>, onFault: (fault: Error) => void = raise): StoredFile[] {
  const byKey = new Map<string, StoredFile>()
  for (const item of given) {
    const facts: Facts = typeof item === 'string' ? { key: item } : { ...Object(item) }
    const { key } = facts
    if (typeof key !== 'string' || key === '') {
      onFault(new TypeError(`A stored file needs a key that is not empty: ${inWords(item)}`))
    } else if (!byKey.has(key)) byKey.set(key, storedFile(key, facts, onFault))
  }
  return [...byKey.values()]
}

/** Whether the page said nothing of it but its key: what is known of it stays. */
export function isKeyAlone({ key, ...facts }: StoredFile): boolean {
  const { key: _, ...alone } = storedFile(key, {}, () => {})
  return JSON.stringify(facts) === JSON.stringify(alone)
}

type Facts = Readonly<Record<string, unknown>>

function storedFile(key: string, facts: Facts, onFault: (fault: Error) => void): StoredFile {
  const { size, metadata } = facts
  const wrong = (fact: string, expected: string) =>
    onFault(
      new TypeError(
        `${fact} of the stored file ${displayName(key)} should be ${expected}: ${inWords(facts[fact])}`,
      ),
    )
  const text = (fact: 'name' | 'type' | 'thumbnailUrl'): string => {
    const value = facts[fact] ?? ''
    if (typeof value === 'string') return value
    wrong(fact, 'a text')
    return ''
  }
  const isSize = typeof size === 'number' && size >= 0
  if (size !== undefined && size !== null && !isSize) wrong('size', 'a number of bytes')
  return Object.freeze({
    key,
    name: text('name') || (key.split('/').at(-1) ?? key),
    size: isSize ? size : 0,
    type: text('type'),
    thumbnailUrl: text('thumbnailUrl') || null,
    metadata: metadataOf(metadata, onFault),
  })
}

function metadataOf(given: unknown, onFault: (fault: Error) => void): FileMetadata {
  try {
    return fileMetadata({ ...Object(given) })
  } catch (error) {
    onFault(error instanceof Error ? error : new TypeError(String(error)))
    return {}
  }
}

function inWords(value: unknown): string {
  try {
    return JSON.stringify(value)?.slice(0, 100) ?? typeof value
  } catch {
    return typeof value
  }
}

function raise(fault: Error): never {
  throw fault
}
