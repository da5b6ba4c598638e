/** What happened in one call, for metrics and access logs, and its failures for the log. */
import type { Context, Env } from 'hono'
import { requestId } from '../http/problem.ts'
import type { Settings } from '../options/settings.ts'
import type { CallReport } from '../options/uploads-options.ts'
import type { Failure } from '../upload/failure-log.ts'

const VARIABLE = 's3UploaderCall'

/** Filled while the call is handled. */
export class CallRecord {
  subject: string | null = null
  route: string | null = null
  succeeded = 0
  readonly failed: Record<string, number> = {}
  readonly #failures = new Map<string, Failure & { count: number }>()

  static of(c: Context): CallRecord | undefined {
    const record: unknown = c.get(VARIABLE)
    return record instanceof CallRecord ? record : undefined
  }

  /** Counts the items of a response. */
  addItems(items: readonly object[]): void {
    for (const item of items) {
      const code = 'error' in item ? codeOf(item.error) : null
      if (code === null) this.succeeded++
      else this.failed[code] = (this.failed[code] ?? 0) + 1
    }
  }

  /** A hundred items that fail for one reason are one entry of the log, with their number. */
  addFailure(failure: Failure): void {
    const reason = JSON.stringify([
      failure.code,
      failure.causes.map(({ name, httpStatus }) => [name, httpStatus]),
    ])
    const known = this.#failures.get(reason)
    if (known === undefined) this.#failures.set(reason, { ...failure, count: 1 })
    else known.count++
  }

  get failures(): Failure[] {
    return [...this.#failures.values()].map(({ count, ...failure }) =>
      count === 1 ? failure : { ...failure, count },
    )
  }
}

/** The outermost middleware: reports the call and logs its failures. */
export function reportCalls<E extends Env>(settings: Settings<E>) {
  return async (c: Context, next: () => Promise<void>): Promise<void> => {
    const startedAt = performance.now()
    const record = new CallRecord()
    c.set(VARIABLE, record)
    await next()
    for (const failure of record.failures) settings.log(failure)
    if (settings.onCall === undefined) return
    const { subject, route, succeeded, failed } = record
    const id = requestId(c)
    const report: CallReport = {
      call: c.req.path.slice(c.req.path.lastIndexOf('/') + 1),
      status: c.res.status,
      durationMs: performance.now() - startedAt,
      subject,
      route,
      ...(id === undefined ? {} : { requestId: id }),
      succeeded,
      failed,
    }
    try {
      settings.onCall(report)
    } catch {
      // Metrics must not fail the call that they are about.
    }
  }
}

function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null
}
