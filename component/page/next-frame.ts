/** Milliseconds. A page that is just being hidden gets no further frame. */
const LONGEST_WAIT_MS = 100

/** Resolves before the browser draws the next frame; at once on a hidden page. */
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
