import type { ErrorDetails, ErrorMessages } from '../../../component/text/error-messages.ts'
import type { Messages } from '../../../component/text/messages.ts'
import type { SpokenMessages } from '../../../component/text/spoken-messages.ts'

type Sentences<Table> = {
  [Name in keyof Table as Table[Name] extends (...details: infer _) => string
    ? Name
    : never]: Table[Name] extends (...details: infer Details) => string ? readonly Details[] : never
}

const COUNTS = [0, 1, 2, 3, 5, 11, 21, 22, 100, 1_000_000].map((count): [number] => [count])
const NAME: [string][] = [['a.jpg']]

/** Arguments for each function of the table: one list for each call. */
export const calls: Sentences<Messages> = {
  upToSize: [['5 MB']],
  retrying: [
    ['Why', '5 sec', 2, 7],
    ['Why', null, 2, 7],
  ],
  timeLeft: [['5 sec']],
  pause: NAME,
  resume: NAME,
  retry: NAME,
  cancel: NAME,
  remove: NAME,
  progressOf: NAME,
  allDone: COUNTS,
  sentOf: [['1 MB', '2 MB']],
  summary: COUNTS.flatMap(([total]): [number, number][] => [[7, total]]),
  failures: COUNTS,
  added: COUNTS,
  checking: COUNTS,
  rejected: COUNTS,
  readingFolder: COUNTS,
  tooFewFiles: COUNTS,
  tooManyFiles: COUNTS,
  more: COUNTS,
  showAll: COUNTS,
  interrupted: COUNTS,
  chooseAgain: NAME,
  numbered: [['a.jpg', 3]],
  move: [['a.jpg', 4, 9]],
  lifted: NAME,
  moveCanceled: NAME,
}

/** The same for the functions of `spoken`. */
export const spokenCalls: Sentences<SpokenMessages> = {
  added: NAME,
  filesAdded: COUNTS,
  removed: NAME,
  filesRemoved: COUNTS,
  returned: NAME,
  filesReturned: COUNTS,
  failed: [['a.jpg', 'It is broken.']],
  filesFailed: COUNTS,
  retrying: NAME,
  filesRetrying: COUNTS,
  triedAgain: NAME,
  filesTriedAgain: COUNTS,
  paused: NAME,
  filesPaused: COUNTS,
  resumed: NAME,
  filesResumed: COUNTS,
  canceled: NAME,
  filesCanceled: COUNTS,
  moved: [['a.jpg', 4, 9]],
  progress: [['25%']],
  finished: [
    [3, 5, 0],
    [3, 25, 4],
  ],
  progressValue: [
    ['25%', '1 MB', '4 MB', '3 minutes'],
    ['25%', '1 MB', '4 MB', null],
  ],
}

type Details = Omit<ErrorDetails, 'code'>

/** The same for the functions of `errors`. */
export const errorCalls: Partial<Record<keyof ErrorMessages, readonly Details[]>> = {
  'unsupported-content-type': [{}, { allowed: 'JPEG or PDF' }],
  'file-too-large': [{}, { limit: 5_000_000 }],
  'file-too-small': [{}, { limit: 1 }, { limit: 5_000 }],
  'total-too-large': [{}, { limit: 5_000_000 }],
  'folder-too-large': [{ limit: 20_000 }],
  'too-many-files': [{}, { limit: 3 }, { limit: 5 }, { limit: 21 }],
  'type-mismatch': [
    { declared: 'JPEG', found: 'PNG' },
    { declared: 'JPEG', found: '' },
  ],
  'image-dimensions': [
    { rule: 'minWidth', limit: 300, size: null },
    ...(['minWidth', 'maxWidth', 'minHeight', 'maxHeight'] as const).map((rule) => ({
      rule,
      limit: 300,
      size: { width: 4000, height: 3000 },
    })),
  ],
}
