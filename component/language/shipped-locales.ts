import type { LocaleLoader } from './locale-loader.ts'

/** The locales that come with the element, by their tags; English is part of the element. */
export const shippedLocales: Readonly<Record<string, LocaleLoader>> = {
  de: () => import('../locales/de.ts'),
  fr: () => import('../locales/fr.ts'),
  es: () => import('../locales/es.ts'),
  'pt-BR': () => import('../locales/pt-BR.ts'),
  it: () => import('../locales/it.ts'),
  nl: () => import('../locales/nl.ts'),
  pl: () => import('../locales/pl.ts'),
  uk: () => import('../locales/uk.ts'),
  tr: () => import('../locales/tr.ts'),
  ar: () => import('../locales/ar.ts'),
  he: () => import('../locales/he.ts'),
  hi: () => import('../locales/hi.ts'),
  ja: () => import('../locales/ja.ts'),
  ko: () => import('../locales/ko.ts'),
  'zh-Hans': () => import('../locales/zh-Hans.ts'),
}
