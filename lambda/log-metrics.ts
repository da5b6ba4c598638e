import type { LogEntry } from './log.ts'

/** CloudWatch's embedded metric format: metrics in a log line cost no request. */
interface MetricDirective {
  Timestamp: number
  CloudWatchMetrics: {
    Namespace: string
    Dimensions: string[][]
    Metrics: { Name: string; Unit: string }[]
  }[]
}

const JOB_EVENTS: readonly LogEntry['event'][] = ['image-ready', 'image-failed', 'image-error']

/**
 * The line of a finished job with its metrics, in total and by outcome: `Jobs`, `Duration`, `Pixels` (of the original)
 * and `Memory` (the process's peak since its start). Other lines stay as they are.
 *
 * @param peakMemoryBytes of the process
 * @param at milliseconds since the epoch
 */
export function withMetrics(
  entry: LogEntry,
  namespace: string,
  peakMemoryBytes: number,
  at: number,
): Record<string, unknown> {
  if (!JOB_EVENTS.includes(entry.event)) return entry
  const { megapixels, durationMs, code, event } = entry
  const metrics = [
    { Name: 'Jobs', Unit: 'Count' },
    { Name: 'Duration', Unit: 'Milliseconds' },
    { Name: 'Memory', Unit: 'Bytes' },
    ...(typeof megapixels === 'number' ? [{ Name: 'Pixels', Unit: 'Count' }] : []),
  ]
  const directive: MetricDirective = {
    Timestamp: at,
    CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [[], ['Outcome']], Metrics: metrics }],
  }
  return {
    ...entry,
    _aws: directive,
    Outcome: event === 'image-ready' ? 'ready' : typeof code === 'string' ? code : 'error',
    Jobs: 1,
    Duration: durationMs,
    Memory: peakMemoryBytes,
    ...(typeof megapixels === 'number' && { Pixels: megapixels * 1e6 }),
  }
}
