/**
 * Resolves when a condition is met: at once, or after one of the changes.
 *
 * @param subscribe calls back after each change, until the function that it returns is called
 */
export function waitUntil(
  isMet: () => boolean,
  subscribe: (listener: () => void) => () => void,
): Promise<void> {
  if (isMet()) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = subscribe(() => {
      if (!isMet()) return
      stop()
      resolve()
    })
  })
}
