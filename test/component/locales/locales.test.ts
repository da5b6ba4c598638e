import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shippedLocales } from '../../../component/language/shipped-locales.ts'
import { messages as english } from '../../../component/locales/en.ts'
import { formatBytes } from '../../../component/text/format-bytes.ts'
import { formatNumber } from '../../../component/text/format-number.ts'
import { mergeMessages } from '../../../component/text/merge-messages.ts'
import type { LocaleMessages, Messages } from '../../../component/text/messages.ts'
import { calls, errorCalls, spokenCalls } from './locale-calls.ts'

/** What is written as in English. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['cropZoom'],
  fr: ['cropZoom', 'fileTypes.audio'],
  es: ['cropZoom'],
  'pt-BR': ['cropZoom'],
  it: ['cropZoom', 'fileTypes.video', 'fileTypes.audio'],
  nl: ['cropZoom'],
}
/** Languages that write out one and two, with the counts. */
const WRITTEN_OUT: Readonly<Record<string, readonly number[]>> = { ar: [1, 2], he: [1, 2] }

interface Said {
  readonly path: string
  readonly text: string
  /** The parts that the sentence must have, as the locale writes them, by their English ones. */
  readonly parts: readonly { english: string; local: string; optional: boolean }[]
}

/** Every text of a table, those of functions by their calls. */
function said(table: LocaleMessages, locale: string): Said[] {
  const merged: Messages = mergeMessages(table, [], locale)
  const part = (value: unknown) =>
    typeof value === 'number'
      ? {
          english: formatNumber(value, 'en'),
          local: formatNumber(value, locale),
          optional: WRITTEN_OUT[locale]?.includes(value) ?? false,
        }
      : { english: String(value), local: String(value), optional: value === null || value === '' }
  const sentences = (group: object, groupCalls: object, path = ''): Said[] =>
    Object.entries(groupCalls).flatMap(([name, all]) =>
      all.map((details: readonly unknown[]) => ({
        path: `${path}${name}(${details})`,
        text: String(Reflect.apply(Reflect.get(group, name), undefined, details)),
        parts: details.map(part),
      })),
    )
  const texts = (group: object, path = ''): Said[] =>
    Object.entries(group).flatMap(([name, word]) => {
      if (typeof word === 'object') return texts(word, `${path}${name}.`)
      return typeof word === 'string' ? [{ path: `${path}${name}`, text: word, parts: [] }] : []
    })
  const failures = Object.entries(errorCalls).flatMap(([code, all]) =>
    all.map((details) => {
      const sentence = Reflect.get(merged.errors, code)
      const { limit, size, allowed, declared, found } = details
      const isBytes = /-(large|small)$/.test(code)
      const limits = limit === undefined ? [] : [part(limit)]
      const bytes = {
        english: formatBytes(limit ?? 0, 'en'),
        local: formatBytes(limit ?? 0, locale),
        optional: false,
      }
      return {
        path: `errors.${code}(${JSON.stringify(details)})`,
        text: typeof sentence === 'string' ? sentence : String(sentence({ code, ...details })),
        parts: [
          ...(isBytes && limit !== undefined ? [bytes] : limits),
          ...[allowed, declared, found, size?.width, size?.height]
            .filter((value) => value !== undefined)
            .map(part),
        ],
      }
    }),
  )
  return [
    ...texts(merged),
    ...sentences(merged, calls),
    ...sentences(merged.spoken, spokenCalls, 'spoken.'),
    ...failures,
  ]
}

const byPath = new Map(said(english, 'en').map((one) => [one.path, one]))
const locales = Object.entries(shippedLocales)

it('are all that lie in the folder', () => {
  const files = readdirSync(new URL('../../../component/locales/', import.meta.url))
  const tags = files.map((file) => file.replace('.ts', '')).filter((name) => !name.startsWith('en'))
  expect(locales.map(([tag]) => tag).sort()).toEqual(tags.sort())
})

it('have calls for every function of the English errors', () => {
  const functions = Object.entries(english.errors).filter(([, word]) => typeof word === 'function')
  expect(Object.keys(errorCalls).sort()).toEqual(functions.map(([code]) => code).sort())
})

describe.each(locales)('the locale %s', (tag, load) => {
  const table = async (): Promise<LocaleMessages> => {
    const module: object = await load()
    return Reflect.get(module, 'messages')
  }
  const keys = (group: object, path = ''): string[] =>
    Object.entries(group).flatMap(([name, word]) =>
      typeof word === 'object' ? keys(word, `${path}${name}.`) : [`${path}${name}`],
    )

  it('has the words that English has, and no others', async () => {
    expect(keys(await table()).sort()).toEqual(keys(english).sort())
  })

  it('leaves no word in English', async () => {
    const same = said(await table(), tag).filter(
      ({ path, text }) =>
        text === byPath.get(path)?.text && !/^(numbered|cropZoom)/.test(path) && /\p{L}{3}/u.test(text),
    )
    expect(same.map(({ path }) => path).filter((path) => !SAME[tag]?.includes(path))).toEqual([])
  })

  it('has the parts of each sentence that English has, and none of them undefined', async () => {
    const faults = said(await table(), tag).flatMap(({ path, text, parts }) => {
      const inEnglish = byPath.get(path)
      const lacking = parts.filter(
        ({ english: part, local, optional }) =>
          !optional && inEnglish?.text.includes(part) && !text.includes(local),
      )
      const broken = /\b(undefined|null|NaN)\b|#|\$\{|\s{2}/.test(text) || text.trim() === ''
      return lacking.length > 0 || broken ? [`${path}: ${text}`] : []
    })
    expect(faults).toEqual([])
  })

  it('marks the end of a sentence as English does', async () => {
    const ends = (text: string) => /[.。।]$/.test(text)
    const faults = said(await table(), tag).filter(
      ({ path, text }) => ends(text) !== ends(byPath.get(path)?.text ?? ''),
    )
    expect(faults.map(({ path, text }) => `${path}: ${text}`)).toEqual([])
  })
})
