/**
 * The value of a browser service that an upload can do without, or the fallback where it throws, rejects or takes longer
 * than `ms` milliseconds: some never answer (blocked databases, network disks).
 *
 * @param ask called at once
 * @param onLate receives a value that comes after the time, so that what it holds can be released
 */
export function withTimeout<T, F>(
  ask: () => T | PromiseLike<T>,
  ms: number,
  fallback: F,
  onLate: (value: T) => void = () => {},
): Promise<T | F> {
  return new Promise((resolve) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      resolve(fallback)
    }, ms)
    // An async function turns a synchronous throw into a rejection.
    const answer = (async () => ask())()
    answer.then(
      (value) => {
        clearTimeout(timer)
        if (isLate) onLate(value)
        else resolve(value)
      },
      () => {
        clearTimeout(timer)
        resolve(fallback)
      },
    )
  })
}
