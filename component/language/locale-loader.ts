import type { PartialWords } from '../text/localized.ts'
import type { LocaleMessages } from '../text/messages.ts'

/** Loads the words of a language, or a module that exports them. */
export type LocaleLoader = () => Promise<Locale | { readonly messages: Locale }>

/** Words that it lacks are English. */
export type Locale = PartialWords<LocaleMessages>
