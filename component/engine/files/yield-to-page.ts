/**
 * Lets the page draw and handle input, then resolves. A message, because nested timers are throttled to 4 ms each (to
 * 1 s in a hidden tab), and because `scheduler.yield` resolves before the page has drawn, which leaves 10 frames a second.
 */
export function yieldToPage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
