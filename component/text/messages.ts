/** All words of the element. `locales/en.ts` has the English ones; the `strings` property replaces any of them. */
import type { UploadStatus } from '../engine/upload/upload-state.ts'
import type { DropZoneMessages } from './drop-zone-messages.ts'
import type { ErrorMessage, ErrorMessages } from './error-messages.ts'
import type { Localized, PartialWords } from './localized.ts'
import type { SpokenMessages } from './spoken-messages.ts'

export interface Messages extends DropZoneMessages {
  /** For screen readers alone. */
  spoken: SpokenMessages
  status: Record<UploadStatus, string>
  /** Before the visitor starts it. */
  waitsForVisitor: string
  waitsForNetwork: string
  /** A file of an earlier visit. */
  stored: string
  /** One of `retryReason`, and the `time` until the next of `retries` attempts; null while it is under way. */
  retrying(reason: string, time: string | null, attempt: number, retries: number): string
  retryReason: { connection: string; busy: string; failed: string }
  tryingAgain: string
  timeLeft(time: string): string
  pause(name: string): string
  resume(name: string): string
  retry(name: string): string
  cancel(name: string): string
  remove(name: string): string
  /** The second of two files of one name, and those after it. */
  numbered(name: string, number: number): string
  /** The button that moves a file in the list; places are counted from 1. */
  move(name: string, place: number, count: number): string
  /** It was taken up, and waits for its new place. */
  lifted(name: string): string
  /** It is back in its old place. */
  moveCanceled(name: string): string
  caption: string
  /** The alternative text of an image. */
  altText: string
  /** The button that chooses files, once there are some. */
  addMore: string
  /** Where one file replaces the other. */
  replace: string
  startAll: string
  pauseAll: string
  resumeAll: string
  retryAll: string
  /** Takes what is done off the list. */
  clearFinished: string
  progressOf(name: string): string
  /** Of all files together. */
  totalProgress: string
  summary(done: number, total: number): string
  /** All of them are done. */
  allDone(count: number): string
  /** Sizes in words: `3 MB of 3.8 MB`. */
  sentOf(sent: string, size: string): string
  failures(count: number): string
  added(count: number): string
  /** While files are checked, before they are listed. */
  checking(count: number): string
  /** While a dropped folder is read. */
  readingFolder(count: number): string
  /** On the page while files are dragged over it, with `drop-target="page"`. */
  dropAnywhere: string
  rejected(count: number): string
  more(count: number): string
  /** Of refused files. */
  showAll(count: number): string
  dismiss: string
  /** Brings removed files back. */
  undo: string
  /** Uploads of an earlier visit that were not finished. */
  interrupted(count: number): string
  /** How to continue one of them. */
  chooseAgain(name: string): string
  goOn: string
  /** Gives up the interrupted uploads, including the bytes that were sent. */
  discard: string
  /** The dialog in which a visitor cuts a square out of an avatar. */
  cropTitle: string
  cropHint: string
  /** The sliders that move the picture. */
  cropHorizontal: string
  cropVertical: string
  cropZoom: string
  cropUse: string
  cropCancel: string
  /** Why the form can’t be submitted: uploads failed. */
  someFailed: string
  /** With `max-files`: more are there, because the page set them. */
  tooManyFiles(maximum: number): string
  /** Uploads are paused. */
  somePaused: string
  /** With `manual`: nothing is started yet. */
  notStarted: string
  errors: ErrorMessages
}

/** The whole table in one language. Its functions get the locale as their last argument. */
export type LocaleMessages = Localized<Messages>

/** The table of a shipped locale. */
export type LocaleWords = LocaleMessages

/** Some words of a page, within groups too. `errors` may have codes of the page's own API. */
export type Strings = PartialWords<Omit<LocaleMessages, 'errors'>> & {
  readonly errors?: PartialWords<Localized<Record<string, ErrorMessage>>> | undefined
}
