/**
 * The door of the list: takes files in batch by batch and lets in what keeps the rules.
 *
 * Owns: the order (files are decided as they were given, batches as they came), the pace, and how many files still
 * wait for their verdict. Does not own: the rules (file-rules.ts, file-check.ts) or the list (the batch's side).
 *
 * The pace is there because the first look at the size of a chosen file is a blocking question to the browser's own
 * process, about 0.2 ms each: ten thousand in one go would freeze the page for seconds.
 */
import { delay } from '../upload/delay.ts'
import type { Reason, Rejection } from '../upload/rejection.ts'
import type { Upload } from '../upload/upload.ts'
import { brokenRule, type FileRules, needsCheck } from './file-rules.ts'
import { PresentFiles } from './listed-files.ts'
import { yieldToPage } from './yield-to-page.ts'

/** A batch's view of the list. */
export interface IntakeBatch {
  readonly rules: FileRules
  /** What the files are held against; asked again whenever others had their turn. */
  present(): Iterable<Upload>
  admit(file: File): Upload
  /** Whether bytes move: then they come first. */
  sending(): boolean
  /** More files are to come: time to show that, and to show and start those that were let in. */
  report(): void
}

/** The page gets its turn after so many milliseconds of work, … */
const SLICE_MS = 10
/**
 * … or after a full batch for the backend, at first and while files are sent: the browser's process answers many
 * questions in a row faster than as many between the bytes. Then S3's answers get their turn for so many milliseconds.
 */
const BATCH = { files: 100, ms: 30, restMs: 100 }
/** The list is shown after the first slice, then at most once in so many milliseconds. */
const REPORT_MS = 200
/** Where checks take long, what waits and what was let in before is shown after so many milliseconds. */
const SOON_MS = 50
/** Files that are read and validated at a time. */
const CHECKS = 8

const DUPLICATE: Reason = { code: 'duplicate-file', limit: undefined }

export class FileIntake {
  readonly #now: () => number
  /** Files not decided yet, by batch. */
  readonly #waiting = new Map<object, number>()
  #clearing = new AbortController()
  #last: Promise<unknown> = Promise.resolve()

  /** @param now milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Files that were offered and neither let in nor refused yet. */
  get waiting(): number {
    let sum = 0
    for (const count of this.#waiting.values()) sum += count
    return sum
  }

  /**
   * Decides the files once all batches before them are decided; only then `open` is asked for the batch.
   * Resolves with what was refused, or with undefined where `clear` came in between.
   */
  take(files: readonly File[], open: () => IntakeBatch): Promise<Rejection[] | undefined> {
    const { signal } = this.#clearing
    const key = {}
    this.#waiting.set(key, files.length)
    const onDecided = (count: number) => {
      if (!signal.aborted) this.#waiting.set(key, files.length - count)
    }
    const turn = this.#last
      .then(() => (signal.aborted ? undefined : this.#decide(files, open(), signal, onDecided)))
      .finally(() => this.#waiting.delete(key))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Forgets every file that is not decided yet. */
  clear(): void {
    this.#clearing.abort()
    this.#clearing = new AbortController()
    this.#waiting.clear()
  }

  async #decide(
    files: readonly File[],
    batch: IntakeBatch,
    signal: AbortSignal,
    onDecided: (count: number) => void,
  ): Promise<Rejection[] | undefined> {
    const { rules } = batch
    const limited = rules.maxFiles !== undefined || rules.maxTotalSize !== undefined
    const present = new PresentFiles(() => batch.present())
    const report = new Report(this.#now, () => batch.report())
    const broken = (file: File) =>
      brokenRule(file, rules, present.occupied) ??
      (rules.duplicates === 'refuse' && present.has(file) ? DUPLICATE : undefined)
    // Cheap rules first: nobody reads a file that is too large, or asks a server about it.
    const check = (file: File) =>
      broken(file) ?? (needsCheck(rules) ? checked(file, rules, signal) : undefined)

    const rejected: Rejection[] = []
    let decided = 0
    report.soon()
    let slice = { files: BATCH.files, endAt: this.#now() + BATCH.ms }
    try {
      for await (const { file, verdict } of inOrder(files, check)) {
        if (signal.aborted) return undefined
        // Its neighbours may have taken the last place while it was being read.
        const reason = verdict ?? broken(file)
        if (reason === undefined) present.add(batch.admit(file))
        else rejected.push({ ...reason, file })
        decided += 1
        onDecided(decided)
        report.soon()
        if (this.#now() < slice.endAt && decided < slice.files) continue
        // Before the page draws, so that the backend plans meanwhile. To draw the list is work enough for a turn.
        if (report.ifDue()) await yieldToPage()
        await yieldToPage()
        const sending = batch.sending()
        if (sending) await delay(BATCH.restMs, signal).catch(() => {})
        if (signal.aborted) return undefined
        if (limited) present.recount()
        slice = sending
          ? { files: decided + BATCH.files, endAt: this.#now() + BATCH.ms }
          : { files: files.length, endAt: this.#now() + SLICE_MS }
      }
    } finally {
      report.cancel()
    }
    return rejected
  }
}

/** What reads files is loaded by the pages that ask for it, with their first file. */
async function checked(file: File, rules: FileRules, signal: AbortSignal): Promise<Reason | undefined> {
  try {
    const { checkFile } = await import('./file-check.ts')
    return await checkFile(file, rules, signal)
  } catch (cause) {
    // Nobody could look at it: as good as a check that failed.
    return { code: 'rejected', limit: undefined, message: undefined, cause }
  }
}

/** Files with their verdicts, in order; a few are looked at ahead, so that reading them overlaps. */
async function* inOrder(
  files: readonly File[],
  check: (file: File) => Reason | undefined | Promise<Reason | undefined>,
): AsyncGenerator<{ file: File; verdict: Reason | undefined }> {
  const ahead: { file: File; verdict: ReturnType<typeof check> }[] = []
  for (let next = 0; next < files.length || ahead.length > 0; ) {
    for (let file = files[next]; file !== undefined && ahead.length < CHECKS; file = files[next]) {
      ahead.push({ file, verdict: check(file) })
      next += 1
    }
    const first = ahead.shift()
    if (first !== undefined) yield { file: first.file, verdict: await first.verdict }
  }
}

/** Shows the list on the way: not for every file, and not only when a slow check is over. */
class Report {
  readonly #now: () => number
  readonly #show: () => void
  #dueAt = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(now: () => number, show: () => void) {
    this.#now = now
    this.#show = show
  }

  soon(): void {
    this.#timer ??= setTimeout(() => this.#report(), Math.max(SOON_MS, this.#dueAt - this.#now()))
  }

  ifDue(): boolean {
    if (this.#now() < this.#dueAt) return false
    this.#report()
    return true
  }

  cancel(): void {
    clearTimeout(this.#timer)
  }

  #report(): void {
    this.cancel()
    this.#timer = undefined
    this.#dueAt = this.#now() + REPORT_MS
    this.#show()
  }
}
