import type { Page } from 'puppeteer-core'

/** One task of the page's main thread, in milliseconds. */
export interface TaskTime {
  /** On the page's clock (`performance.now()`). */
  readonly start: number
  readonly duration: number
  /** CPU time, which other work of the machine does not lengthen. */
  readonly cpu: number
}

interface TraceEvent {
  readonly name: string
  readonly cat: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds, as the following. */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
}

const TASK = 'ThreadControllerImpl::RunTask'
const MARK = 'task-times'

/** Tasks that the page's main thread ran meanwhile. Tracing itself costs time: other times are measured without it. */
export async function taskTimes(page: Page, work: () => Promise<void>): Promise<TaskTime[]> {
  await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] })
  const markedAt = Number(await page.evaluate((name) => performance.mark(name).startTime, MARK))
  await work()
  const trace = await page.tracing.stop()
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(new TextDecoder().decode(trace))
  const mark = traceEvents.find(({ name, cat }) => name === MARK && cat.includes('user_timing'))
  if (mark === undefined) throw new Error('The trace has no mark of the page')
  return traceEvents
    .filter(({ name, ph, pid, tid }) => name === TASK && ph === 'X' && pid === mark.pid && tid === mark.tid)
    .map(({ ts, dur = 0, tdur = 0 }) => ({
      start: markedAt + (ts - mark.ts) / 1000,
      duration: dur / 1000,
      // The thread's clock also counts tasks inside a synchronous call.
      cpu: Math.min(dur, tdur) / 1000,
    }))
}
