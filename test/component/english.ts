import { messages } from '../../component/locales/en.ts'
import { mergeMessages } from '../../component/text/merge-messages.ts'
import type { Messages } from '../../component/text/messages.ts'

/** The words of an element on an English page. */
export const english: Messages = mergeMessages(messages, [], 'en')
