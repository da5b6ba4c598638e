/**
 * Runs `work` for at most `timeoutMs`, then aborts its signal and rejects with what `late` returns, without waiting
 * for it: native code cannot be stopped, but the event loop is free, so there is still time to say so.
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
  // Once the deadline won nobody listens any more, and an unheard rejection would end the process.
  working.catch(() => {})
  try {
    return await Promise.race([working, expired])
  } finally {
    clearTimeout(timer)
  }
}
