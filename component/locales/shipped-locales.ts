import type { LocaleLoader } from './locale-loader.ts'

/** The locales that come with the element, except English, which is part of it. Each is loaded where a page is in it. */
export const shippedLocales: Readonly<Record<string, LocaleLoader>> = {}
