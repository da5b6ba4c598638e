/**
 * The promise's value, or the fallback where it rejects or takes longer than `ms` milliseconds. For services of the
 * browser that an upload can do without: some never answer (blocked databases, network disks).
 *
 * @param onLate receives a value that comes after the time, so that what it holds can be given back
 */
export function withTimeout<T, F>(
  promise: Promise<T>,
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
    promise.then(
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
