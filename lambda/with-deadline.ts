/**
 * Runs `work` for at most `timeoutMs`, then aborts its signal and rejects with the error of `late`, without waiting for
 * `work`: native code cannot be stopped, but the event loop is free to report the timeout.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: () => Error,
): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = late()
      reject(error)
      controller.abort(error)
    }, timeoutMs)
  })
  const working = work(controller.signal)
  // After the deadline the rejection has no listener, and an unhandled one would end the process.
  working.catch(() => {})
  try {
    return await Promise.race([working, expired])
  } finally {
    clearTimeout(timer)
  }
}
