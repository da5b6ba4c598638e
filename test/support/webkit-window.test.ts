import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import { findBrowser } from './find-browser.ts'
import { thisMachine } from './machine.ts'
import { WebDriverError } from './webdriver-session.ts'
import { WebKitLauncher } from './webkit-launcher.ts'
import { WebKitWindow } from './webkit-window.ts'

const webkit = findBrowser(thisMachine(), 'webkit')

describe.runIf(webkit !== null)('WebKitWindow', () => {
  it('shows a page in the size of other browsers, and closes', async () => {
    const { url, reports, close } = await reportingPage()
    const launcher = new WebKitLauncher(webkit?.path ?? '')
    await launcher.startSession('one', url)
    expect(launcher.isActive('one')).toBe(true)
    await vi.waitFor(() => expect(reports).toEqual(['800x600 visible focused']), { timeout: 20_000 })
    expect(await launcher.getBrowserUrl('one')).toBe(url)
    await launcher.stopSession('one')
    expect(launcher.isActive('one')).toBe(false)
    await launcher.stop()
    close()
  })

  it('gives the focus to every page, also to several at once', async () => {
    const { url, reports, close } = await reportingPage()
    const launcher = new WebKitLauncher(webkit?.path ?? '')
    await Promise.all([launcher.startSession('one', url), launcher.startSession('two', url)])
    await vi.waitFor(() => expect(reports).toEqual(Array(2).fill('800x600 visible focused')), {
      timeout: 20_000,
    })
    await launcher.stop()
    expect(launcher.isActive('one') || launcher.isActive('two')).toBe(false)
    close()
  })

  it('reports the error of the driver for a program that is not a browser', async () => {
    const opening = WebKitWindow.open('/nowhere/MiniBrowser')
    await expect(opening).rejects.toThrow(WebDriverError)
    await expect(opening).rejects.toMatchObject({ code: 'session not created' })
  })
})

/** A page that reports its size and focus to its server. */
async function reportingPage() {
  const reports: string[] = []
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/report?')) reports.push(decodeURIComponent(request.url.slice(8)))
    response.setHeader('content-type', 'text/html')
    response.end(`<script>
      const seen = innerWidth + 'x' + innerHeight + ' ' + document.visibilityState
      fetch('/report?' + encodeURIComponent(seen + (document.hasFocus() ? ' focused' : '')))
    </script>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port')
  return { url: `http://127.0.0.1:${address.port}/`, reports, close: () => server.close() }
}
