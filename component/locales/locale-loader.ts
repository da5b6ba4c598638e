import type { LocaleMessages } from '../text/messages.ts'

/** Loads the words of a language, or a module that exports them. */
export type LocaleLoader = () => Promise<LocaleMessages | { readonly messages: LocaleMessages }>
