/** A page that is hidden has no frames, and one that is being hidden never gets the next; milliseconds. */
const LONGEST_WAIT_MS = 100

/** Resolves when the browser is about to draw; at once where it does not draw. */
export function nextFrame(): Promise<void> {
  if (document.hidden) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      resolve()
    }
    const frame = requestAnimationFrame(done)
    const timer = setTimeout(done, LONGEST_WAIT_MS)
  })
}
