/** axe-core over the main states, in light, dark and forced colours. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Browser, ElementHandle, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startTaskSite, type TaskSite } from './task-site.ts'

const MODES = {
  light: [],
  dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
  'forced colours': [{ name: 'forced-colors', value: 'active' }],
}

let site: TaskSite
let browser: Browser
let page: Page

beforeAll(async () => {
  site = await startTaskSite()
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.goto(site.urlOf('/all'))
  await page.evaluate(async () => {
    for (const element of document.querySelectorAll('s3-uploader')) await element.load()
  })
  site.parts.onStored = () => site.proxy.pause()
  const [refused, , , invalid, undo, failed, long, moving] = [0, 1, 2, 3, 4, 5, 6, 7]
  await choose(refused, 'notes.txt')
  await choose(invalid, 'harbour.jpg')
  await choose(undo, 'harbour.jpg', 'boat.jpg')
  await choose(failed, 'harbour.jpg', 'boat.jpg')
  await choose(moving, 'film.mp4', 'quay.jpg')
  await page.evaluate(
    async ({ undo, long }) => {
      const elements = [...document.querySelectorAll('s3-uploader')]
      await elements[undo]?.remove(elements[undo]?.files[0]?.id ?? '', 'undoable')
      await elements[long]?.addFiles(
        Array.from({ length: 60 }, (_, index) => new File(['x'], `${index}.jpg`, { type: 'image/jpeg' })),
      )
      document.querySelector('form')?.reportValidity()
    },
    { undo, long },
  )
  const shown = { rejections: 1, 'undo-button': 1, 'item-failed': 2, 'item-uploading': 1 }
  await vi.waitFor(async () => expect(await parts()).toMatchObject(shown), 20_000)
  await page.addScriptTag({
    content: await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'),
  })
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

async function choose(index: number, ...names: string[]): Promise<void> {
  const handle = await page.evaluateHandle(
    (at) => document.querySelectorAll('s3-uploader')[at]?.shadowRoot?.querySelector('input'),
    index,
  )
  await (handle.asElement() as ElementHandle<HTMLInputElement> | null)?.uploadFile(...names.map(site.fileOf))
}

/** How often each part is on the page. */
const parts = () =>
  page.evaluate(() => {
    const counts: Record<string, number> = {}
    for (const element of document.querySelectorAll('s3-uploader')) {
      for (const { part } of element.shadowRoot?.querySelectorAll('[part]') ?? []) {
        for (const name of part) counts[name] = (counts[name] ?? 0) + 1
      }
    }
    return counts
  })

describe.each(Object.entries(MODES))('in %s', (mode, features) => {
  it('every state is without violations of WCAG 2.2 A and AA and of good practice', async () => {
    // Puppeteer's own command knows no forced colours.
    const session = await page.createCDPSession()
    await session.send('Emulation.setEmulatedMedia', { features })
    // Colours fade for 0.15 s.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)))
    // Forced colours are the visitor's; axe-core reads those of the style sheet.
    const rules = { 'color-contrast': { enabled: mode !== 'forced colours' } }
    const { violations, passes } = await page.evaluate(async (rules) => {
      const { axe } = window as { axe?: { run(options: object): Promise<AxeResults> } }
      return (await axe?.run({ rules })) ?? { violations: [], passes: [] }
    }, rules)
    expect(
      violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, any }) => `${id}: ${target}: ${any[0]?.message ?? ''}`),
      ),
    ).toEqual([])
    expect(passes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['button-name', 'aria-required-children']),
    )
  })
})

it('names the group by its label, or else by the text of slot="label"', async () => {
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<s3-uploader no-resume><strong slot="label">Photos of the damage</strong></s3-uploader>',
    )
  })
  const session = await page.createCDPSession()
  const groups = async () => {
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    return nodes.filter(({ role }) => role?.value === 'group').map(({ name }) => name?.value)
  }
  await vi.waitFor(async () => expect(await groups()).toContain('Photos of the damage'), 20_000)
  expect(await groups()).toEqual(expect.arrayContaining(['Photos 1', 'Photos 8', 'Upload of all files']))
})

it('gives each progress bar a name, and a value in words', async () => {
  const bars = await page.evaluate(() =>
    [...document.querySelectorAll('s3-uploader')].flatMap(({ shadowRoot }) =>
      [...(shadowRoot?.querySelectorAll('progress') ?? [])].map((bar) => [bar.ariaLabel, bar.ariaValueText]),
    ),
  )
  const value = expect.stringMatching(/^\d+%, [\d.]+ (bytes|kB|MB) of [\d.]+ MB(, .* left)?$/)
  expect(bars).toContainEqual(['Upload of film.mp4', value])
  expect(bars).toContainEqual(['Upload of all files', value])
})
