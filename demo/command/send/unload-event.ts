/**
 * Lets the engine save its sessions when the process ends, as it does when a page is unloaded: it listens for `pagehide`
 * on the global object, which in Node is no event target.
 *
 * @param after runs behind the engine's listeners
 */
export function unloadAtExit(after: () => void): void {
  const page = new EventTarget()
  globalThis.addEventListener = page.addEventListener.bind(page)
  globalThis.removeEventListener = page.removeEventListener.bind(page)
  process.once('exit', () => {
    page.dispatchEvent(new Event('pagehide'))
    after()
  })
}
