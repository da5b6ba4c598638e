import { englishPlural as plural } from '../text/english-plural.ts'
import type { LocaleMessages } from '../text/messages.ts'

const files = (locale: string, count: number) => plural(locale, count, { one: '# file', other: '# files' })

/** What screen readers are told, in English. */
export const spoken: LocaleMessages['spoken'] = {
  added: (name) => `${name} added.`,
  filesAdded: (count, locale) => `${files(locale, count)} added.`,
  removed: (name) => `${name} removed.`,
  filesRemoved: (count, locale) => `${files(locale, count)} removed.`,
  canUndo: 'Undo is after the list.',
  returned: (name) => `${name} is back in the list.`,
  filesReturned: (count, locale) => `${files(locale, count)} are back in the list.`,
  failed: (name, reason) => `${name} failed. ${reason}`,
  filesFailed: (count, locale) => `${files(locale, count)} failed.`,
  retrying: (name) => `${name} did not get through. Trying again.`,
  filesRetrying: (count, locale) => `${files(locale, count)} did not get through. Trying again.`,
  triedAgain: (name) => `Trying ${name} again.`,
  filesTriedAgain: (count, locale) => `Trying ${files(locale, count)} again.`,
  paused: (name) => `${name} paused.`,
  filesPaused: (count, locale) => `${files(locale, count)} paused.`,
  resumed: (name) => `${name} resumed.`,
  filesResumed: (count, locale) => `${files(locale, count)} resumed.`,
  canceled: (name) => `${name} canceled.`,
  filesCanceled: (count, locale) => `${files(locale, count)} canceled.`,
  moved: (name, place, count) => `${name} moved to place ${place} of ${count}.`,
  connected: 'The connection is back.',
  progress: (percent) => `${percent} uploaded.`,
  finished: (done, total, failed, locale) =>
    failed === 0
      ? `${done} of ${files(locale, total)} done.`
      : `${done} of ${files(locale, total)} done, ${files(locale, failed)} failed.`,
  dropHere: 'Drop the files here to add them.',
  progressValue: (percent, sent, size, time) =>
    `${percent}, ${sent} of ${size}${time === null ? '' : `, ${time} left`}`,
}
