import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shippedLocales } from '../../../component/language/shipped-locales.ts'
import { messages as english } from '../../../component/locales/en.ts'
import { formatBytes } from '../../../component/text/format-bytes.ts'
import { formatNumber } from '../../../component/text/format-number.ts'
import { formatSeconds } from '../../../component/text/format-progress.ts'
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

async function tableOf(tag: string): Promise<LocaleMessages> {
  const module: object = (await shippedLocales[tag]?.()) ?? {}
  return Reflect.get(module, 'messages')
}

describe.each(locales)('the locale %s', (tag) => {
  const table = () => tableOf(tag)
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

it('French keeps its signs on the line of their word', async () => {
  const faults = said(await tableOf('fr'), 'fr').filter(({ text }) => / [:;!?»]|« /.test(text))
  expect(faults.map(({ path, text }) => `${path}: ${text}`)).toEqual([])
})

// Where a verb or an adjective stood with the time, it had the wrong number or gender with one minute.
it.each([
  ['es', 'tiempo restante: 1 minuto'],
  ['pt-BR', 'tempo restante: 1 minuto'],
  ['it', 'ancora 1 minuto'],
  ['uk', 'залишилося: 1 хвилина'],
  ['he', 'זמן שנותר: 1 דקה'],
  ['ar', 'الوقت المتبقي: دقيقة'],
])('%s says the time left as %s', async (tag, words) => {
  const table = await tableOf(tag)
  expect(table.timeLeft(formatSeconds(60, tag, 'long'), tag)).toBe(words)
})

it.each([
  ['he', 1, 'הושלמו: 1 מתוך קובץ אחד'],
  ['he', 2, 'הושלמו: 1 מתוך שני קבצים'],
  ['he', 11, 'הושלמו: 1 מתוך 11 קבצים'],
  ['ar', 1, 'اكتمل 1 من أصل ملف واحد'],
  ['ar', 2, 'اكتمل 1 من أصل ملفين'],
  ['ar', 11, 'اكتمل 1 من أصل 11 ملفًا'],
])('%s counts one of %i files as %s', async (tag, total, words) => {
  const table = await tableOf(tag)
  expect(table.summary(1, total, tag)).toBe(words)
})
