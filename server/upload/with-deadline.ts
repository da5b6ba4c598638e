/**
 * Runs work with a signal that aborts after this time. The timer ends with the work: one of `AbortSignal.timeout` keeps 1 kB until
 * it fires, and a service that signs a hundred batches a second would hold thousands of them.
 */
export async function withDeadline<Value>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new DOMException(`It took longer than ${ms} ms`, 'TimeoutError')),
    ms,
  )
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
