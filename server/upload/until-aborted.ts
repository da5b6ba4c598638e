/**
 * The result of `work`, unless `signal` aborts first; then `late()` is thrown and the work goes on unobserved. For work that
 * takes no signal of its own: hooks of the host, credential providers, secrets.
 */
export function untilAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  late: () => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(late())
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
