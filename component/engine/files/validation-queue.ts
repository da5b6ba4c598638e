/**
 * Checks added files batch by batch and accepts those that keep the rules.
 *
 * Owns: the order (files as given, batches as they came), the pace, and the number of undecided files. Does not own: the
 * rules (file-rules.ts, file-check.ts) or the list (the caller's side of a batch).
 *
 * The pace is needed because the first read of a chosen file's size is a synchronous call to the browser process, about
 * 0.2 ms each: 10,000 in one task would freeze the page for 2 s.
 */
import { delay } from '../upload/delay.ts'
import type { Reason, Rejection } from '../upload/rejection.ts'
import { brokenRule, type FileRules, needsCheck } from './file-rules.ts'
import { type ListedFile, ListedFiles } from './listed-files.ts'
import { yieldToPage } from './yield-to-page.ts'

/** The caller's side of a batch. */
export interface ValidationBatch {
  readonly rules: FileRules
  /** For a file that is transformed before it is sent; otherwise `rules`. */
  rulesFor(file: File): FileRules
  /** The list that the rules count; read again after every pause of the batch. */
  listed(): Iterable<ListedFile>
  /** Puts an accepted file into the list. */
  accept(file: File): ListedFile
  /** Whether requests to S3 are running: they have priority. */
  isSending(): boolean
  /** Shows progress, and shows and starts the files accepted so far. */
  report(): void
}

/** The page gets its turn after 10 ms of work. */
const SLICE_MS = 10
/**
 * First, and while files are sent, a slice is 100 files (one presign call) or 30 ms: the browser process answers many
 * calls in a row faster than the same number between requests. Then S3's responses get 100 ms.
 */
const SENDING_SLICE = { files: 100, ms: 30, restMs: 100 }
/** The list is shown after the first slice, then at most every 200 ms. */
const REPORT_MS = 200
/** Where a check takes longer than 50 ms, the list is shown meanwhile. */
const SLOW_CHECK_MS = 50
/** Files read and validated at a time. */
const MAX_CHECKS = 8

const DUPLICATE: Reason = { code: 'duplicate-file', limit: undefined }

export class ValidationQueue {
  readonly #now: () => number
  /** Number of undecided files, by batch. */
  readonly #waiting = new Map<object, number>()
  #clearing = new AbortController()
  #last: Promise<unknown> = Promise.resolve()

  /** @param now milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Number of files that are neither accepted nor refused yet. */
  get waiting(): number {
    let sum = 0
    for (const count of this.#waiting.values()) sum += count
    return sum
  }

  /**
   * Checks the files after all earlier batches; `open` is called then. Resolves with the refused files, or with undefined
   * where `clear` was called meanwhile.
   */
  add(files: readonly File[], open: () => ValidationBatch): Promise<Rejection[] | undefined> {
    const { signal } = this.#clearing
    const key = {}
    this.#waiting.set(key, files.length)
    const onDecided = (count: number) => {
      if (!signal.aborted) this.#waiting.set(key, files.length - count)
    }
    const turn = this.#last
      .then(() => (signal.aborted ? undefined : this.#validate(files, open(), signal, onDecided)))
      .finally(() => this.#waiting.delete(key))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Drops every undecided file. */
  clear(): void {
    this.#clearing.abort()
    this.#clearing = new AbortController()
    this.#waiting.clear()
  }

  async #validate(
    files: readonly File[],
    batch: ValidationBatch,
    signal: AbortSignal,
    onDecided: (count: number) => void,
  ): Promise<Rejection[] | undefined> {
    const { rules } = batch
    const limited = rules.maxFiles !== undefined || rules.maxTotalSize !== undefined
    const listed = new ListedFiles(() => batch.listed())
    const report = new Report(this.#now, () => batch.report())
    const broken = (file: File) =>
      brokenRule(file, batch.rulesFor(file), listed.occupied) ??
      (rules.duplicates === 'refuse' && listed.has(file) ? DUPLICATE : undefined)
    // Cheap rules first: a file that is too large is neither read nor validated.
    const check = (file: File) =>
      broken(file) ?? (needsCheck(rules) ? checked(file, rules, signal) : undefined)

    const rejected: Rejection[] = []
    let decided = 0
    report.soon()
    let slice = { files: SENDING_SLICE.files, endAt: this.#now() + SENDING_SLICE.ms }
    try {
      for await (const { file, verdict } of inOrder(files, check)) {
        if (signal.aborted) return undefined
        // Others may have taken the last place while this file was checked.
        const reason = verdict ?? broken(file)
        if (reason === undefined) listed.add(batch.accept(file))
        else rejected.push({ ...reason, file })
        decided += 1
        onDecided(decided)
        report.soon()
        if (this.#now() < slice.endAt && decided < slice.files) continue
        // Before the page draws, so that the API plans meanwhile. Drawing the list takes a turn of its own.
        if (report.ifDue()) await yieldToPage()
        await yieldToPage()
        const isSending = batch.isSending()
        if (isSending) await delay(SENDING_SLICE.restMs, signal).catch(() => {})
        if (signal.aborted) return undefined
        if (limited) listed.recount()
        slice = isSending
          ? { files: decided + SENDING_SLICE.files, endAt: this.#now() + SENDING_SLICE.ms }
          : { files: files.length, endAt: this.#now() + SLICE_MS }
      }
    } finally {
      report.cancel()
    }
    return rejected
  }
}

/** The code that reads files is loaded with the first file that needs it. */
async function checked(file: File, rules: FileRules, signal: AbortSignal): Promise<Reason | undefined> {
  try {
    const { checkFile } = await import('./file-check.ts')
    return await checkFile(file, rules, signal)
  } catch (cause) {
    // The code failed to load: the file counts as refused.
    return { code: 'rejected', limit: undefined, message: undefined, cause }
  }
}

/** Files with their verdicts, in order; up to 8 are checked ahead, so that reads overlap. */
async function* inOrder(
  files: readonly File[],
  check: (file: File) => Reason | undefined | Promise<Reason | undefined>,
): AsyncGenerator<{ file: File; verdict: Reason | undefined }> {
  const ahead: { file: File; verdict: ReturnType<typeof check> }[] = []
  for (let next = 0; next < files.length || ahead.length > 0; ) {
    for (let file = files[next]; file !== undefined && ahead.length < MAX_CHECKS; file = files[next]) {
      ahead.push({ file, verdict: check(file) })
      next += 1
    }
    const first = ahead.shift()
    if (first !== undefined) yield { file: first.file, verdict: await first.verdict }
  }
}

/** Limits how often a batch is shown: not for each file, and also during a slow check. */
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
    this.#timer ??= setTimeout(() => this.#report(), Math.max(SLOW_CHECK_MS, this.#dueAt - this.#now()))
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
