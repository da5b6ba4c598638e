/** Every task of a visitor with the keyboard alone, in every browser of this machine that `BROWSERS` names. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chooseBrowsers } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import type { Key, PageDriver } from '../support/page-driver.ts'
import { startPageDriver } from '../support/start-page-driver.ts'
import { startTaskSite, type TaskSite } from './task-site.ts'

const ELEMENT = 'document.querySelector("s3-uploader")'
const INPUT = `${ELEMENT}.shadowRoot.querySelector("input[type=file]")`
/** Stops of the Tab key on a page, at most. */
const MAX_STOPS = 30

let site: TaskSite
beforeAll(async () => {
  site = await startTaskSite()
})
afterAll(() => site.close())

describe.each(chooseBrowsers(thisMachine()).found)('in $kind', (found) => {
  let driver: PageDriver
  beforeAll(async () => {
    driver = await startPageDriver(found)
  })
  afterEach(() => {
    site.parts.onStored = () => {}
    site.proxy.resume()
  })
  afterAll(() => driver.close())

  async function visit(path: string): Promise<void> {
    await driver.goto(site.urlOf(path))
    await driver.run(`await ${ELEMENT}.load()`)
    await expect
      .poll(() => driver.run(`return ${INPUT}?.accept ?? ''`))
      .not.toBe(path === '/nowhere' ? null : '')
  }

  /** What has the focus: part, label or text. */
  const focus = () =>
    driver.run(`
      let focused = document.activeElement
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
      if (focused?.localName === 'li') return 'row ' + focused.querySelector('[part=name]').textContent
      return focused?.ariaLabel ?? focused?.textContent.trim() ?? ''
    `)
  const names = () => driver.run(`return ${ELEMENT}.files.map(({ name }) => name).join(' ')`)
  const statuses = () => driver.run(`return ${ELEMENT}.files.map(({ status }) => status).join(' ')`)

  async function press(...keys: Key[]): Promise<void> {
    for (const key of keys) await driver.press(key)
  }

  /** Presses Tab until the focus is there. */
  async function tabTo(label: string, key: Key = 'Tab'): Promise<void> {
    for (let stop = 0; stop < MAX_STOPS; stop += 1) {
      await press(key)
      if ((await focus()) === label) return
    }
    throw new Error(`${MAX_STOPS} times Tab do not lead to ${label}`)
  }

  it('opens the picker, leaves the element, and comes back', async () => {
    await visit('/')
    await driver.run(`
      window.pickers = 0
      window.showOpenFilePicker = undefined
      ${INPUT}.addEventListener('click', (event) => { event.preventDefault(); window.pickers += 1 })
    `)
    await tabTo('Choose files')
    await press('Enter')
    await expect.poll(() => driver.run('return window.pickers')).toBe(1)
    await press('Space')
    await expect.poll(() => driver.run('return window.pickers')).toBe(2)
    await tabTo('Send')
    await tabTo('Choose files', 'ShiftTab')
  })

  it('removes a file, keeps the others under a held Enter, and undoes it', async () => {
    await visit('/manual')
    await driver.choose(INPUT, ['harbour.jpg', 'boat.jpg', 'quay.jpg'].map(site.fileOf))
    await expect.poll(names).toBe('harbour.jpg boat.jpg quay.jpg')
    await tabTo('Remove boat.jpg')
    await press('Enter')
    await expect.poll(focus).toBe('row quay.jpg')
    await press('Enter', 'Enter', 'Enter', 'Space')
    expect(await names()).toBe('harbour.jpg quay.jpg')
    await tabTo('Undo')
    await press('Enter')
    await expect.poll(focus).toBe('row boat.jpg')
    expect(await names()).toBe('harbour.jpg boat.jpg quay.jpg')
  })

  it('starts uploads that wait, and removes the last one', async () => {
    await visit('/manual')
    await driver.choose(INPUT, [site.fileOf('harbour.jpg')])
    await expect.poll(names).toBe('harbour.jpg')
    await tabTo('Upload')
    await press('Space')
    await expect.poll(statuses).toBe('ready')
    await tabTo('Remove harbour.jpg', 'ShiftTab')
    await press('Enter')
    await expect.poll(focus).toBe('Choose files')
    expect(await names()).toBe('')
  })

  it('dismisses a refusal', async () => {
    await visit('/')
    await driver.choose(INPUT, [site.fileOf('notes.txt')])
    const refused = () =>
      driver.run(`return ${ELEMENT}.shadowRoot.querySelector('[part=rejections]') !== null`)
    await expect.poll(refused).toBe(true)
    await tabTo('Dismiss')
    await press('Enter')
    await expect.poll(refused).toBe(false)
    expect(await focus()).toBe('Choose files')
  })

  it('tries a failed file again, alone and with others', async () => {
    await visit('/nowhere')
    await driver.run(`
      window.tried = 0
      ${ELEMENT}.addEventListener('upload-error', () => { window.tried += 1 })
    `)
    await driver.choose(INPUT, ['harbour.jpg', 'boat.jpg'].map(site.fileOf))
    await expect.poll(() => driver.run('return window.tried')).toBe(2)
    await tabTo('Try harbour.jpg again')
    await press('Enter')
    await expect.poll(() => driver.run('return window.tried')).toBe(3)
    await expect.poll(statuses).toBe('failed failed')
    await tabTo('Try all again')
    await press('Enter')
    await expect.poll(() => driver.run('return window.tried')).toBe(5)
    // The button is still there where all failed again before the next drawing.
    await expect.poll(focus).toMatch(/^(Try all again|Upload of all files)$/)
  })

  it('pauses, resumes and cancels what is sent in parts', async () => {
    await visit('/')
    site.parts.onStored = () => site.proxy.pause()
    await driver.choose(INPUT, [site.fileOf('film.mp4')])
    await tabTo('Pause film.mp4')
    await press('Enter')
    await expect.poll(focus).toBe('Resume film.mp4')
    expect(await statuses()).toBe('paused')
    await press('Enter')
    await expect.poll(focus).toBe('Pause film.mp4')
    await tabTo('Cancel film.mp4')
    await press('Enter')
    await expect.poll(names).toBe('')
    await expect.poll(focus).toBe('Choose files')
  })
})
