/**
 * Lets the page draw and answer its visitor, then goes on. A message, because timers in a row are stretched to 4 ms each
 * (to a second in a hidden tab), and because `scheduler.yield` comes back before the page has drawn: ten frames a second.
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
