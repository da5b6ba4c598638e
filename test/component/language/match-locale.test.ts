import { describe, expect, it } from 'vitest'
import { languageTag } from '../../../component/language/language-tag.ts'
import { directionOf, matchLocale } from '../../../component/language/match-locale.ts'

const SHIPPED = [
  'en',
  'de',
  'fr',
  'es',
  'pt-BR',
  'it',
  'nl',
  'pl',
  'uk',
  'tr',
  'ar',
  'he',
  'hi',
  'ja',
  'ko',
  'zh-Hans',
]

describe('the locale of a language tag', () => {
  it.each([
    ['de-AT', 'de'],
    ['en-GB', 'en'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['ar-EG', 'ar'],
    ['es-419', 'es'],
    ['ja-JP-u-ca-japanese', 'ja'],
    ['de-1996', 'de'],
  ])('%s is %s', (tag, locale) => expect(matchLocale(tag, SHIPPED)).toBe(locale))

  it.each(['zh-TW', 'zh-Hant', 'zh-HK', 'yue', 'hi-Latn', 'uk-Latn', 'sv', 'tlh', 'sr-Latn', 'und', 'mul'])(
    '%s is none of them',
    (tag) => expect(matchLocale(tag, SHIPPED)).toBeUndefined(),
  )

  it('is that of the same region where there are several', () => {
    const locales = [...SHIPPED, 'pt-PT', 'zh-Hant', 'en-GB']
    expect(matchLocale('pt-PT', locales)).toBe('pt-PT')
    expect(matchLocale('pt-AO', locales)).toBe('pt-BR')
    expect(matchLocale('zh-HK', locales)).toBe('zh-Hant')
    expect(matchLocale('en-GB', locales)).toBe('en-GB')
    expect(matchLocale('en', locales)).toBe('en')
  })
})

it.each([
  ['ar', 'rtl'],
  ['he-IL', 'rtl'],
  ['fa', 'rtl'],
  ['az-Arab', 'rtl'],
  ['ur-Latn', 'ltr'],
  ['de', 'ltr'],
  ['ja', 'ltr'],
])('%s is written %s', (tag, direction) => expect(directionOf(tag)).toBe(direction))

describe('the language tag', () => {
  it.each([
    ['en_US', 'en-US'],
    ['EN', 'en'],
    ['pt-br', 'pt-BR'],
    ['ZH-tw', 'zh-TW'],
    ['iw', 'he'],
    ['in', 'id'],
    ['de_DE.UTF-8', 'de-DE'],
    ['de_DE@euro', 'de-DE'],
  ])('of %s is %s', (written, tag) => expect(languageTag(written)).toBe(tag))

  it.each(['x-default', 'i-default', '', ' ', '*', 'C', '{{ lang }}', 'english language'])(
    '“%s” is none',
    (written) => expect(languageTag(written)).toBeUndefined(),
  )
})
