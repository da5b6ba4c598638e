/** What visitors hear who upload with a screen reader: Orca and Firefox, a real keyboard, transcripts beside this file. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTaskSite, type TaskSite } from '../e2e/task-site.ts'
import { untilSaved } from '../e2e/until-saved.ts'
import { Reading } from './reading.ts'

const ELEMENT = `document.querySelector('s3-uploader')`

let reading: Reading
let site: TaskSite

beforeAll(async () => {
  site = await startTaskSite()
  reading = await Reading.start()
})

afterAll(async () => {
  await reading?.stop()
  await site?.close()
})

/** Opens the page and goes to the button that chooses files. */
async function visit(path: string): Promise<string[]> {
  await reading.page.goto(site.urlOf(path))
  await reading.page.waitForFunction(`${ELEMENT}.shadowRoot?.querySelector('.choose')`)
  await reading.page.evaluate(`${ELEMENT}.load()`)
  await reading.heardWith('Finished loading')
  // The keyboard belongs to the page, not to the address bar.
  await reading.page.mouse.click(2, 2)
  await reading.press('Tab')
  return reading.heardWith('Choose files push button')
}

async function choose(...names: string[]): Promise<void> {
  const handle = await reading.page.evaluateHandle(`${ELEMENT}.shadowRoot.querySelector('input')`)
  const input = await handle.asElement()?.toElement('input')
  await input?.uploadFile(...names.map(site.fileOf))
}

const transcript = (name: string, ...lines: readonly (readonly string[])[]) =>
  expect(`${lines.flat().join('\n')}\n`).toMatchFileSnapshot(`transcripts/${name}.txt`)

it('choose a file, and hear that it is done', async () => {
  const button = await visit('/')
  await choose('harbour.jpg')
  await transcript('choose', button, await reading.heardWith('1 of 1 file done'))
})

it('refused files', async () => {
  await visit('/')
  await choose('notes.txt')
  const first = await reading.heardWith('not allowed')
  await choose('notes.txt')
  // Said again.
  await transcript('refused', first, await reading.heardWith('not allowed'))
})

it('progress, and reading it', async () => {
  await visit('/')
  site.parts.onStored = () => site.proxy.pause()
  await choose('film.mp4')
  const added = await reading.heardWith('uploaded')
  await reading.press('Tab', 'Tab')
  const buttons = await reading.heard()
  site.parts.onStored = () => {}
  site.proxy.resume()
  await transcript(
    'progress',
    added.filter(isNoPercentage),
    buttons,
    await reading.heardWith('1 of 1 file done'),
  )
})

it('a failure, its retry and its removal', async () => {
  await visit('/nowhere')
  await choose('harbour.jpg')
  const failed = await reading.heardWith('failed.')
  await reading.press('Tab', 'Tab')
  const buttons = await reading.heard()
  await reading.press('Return')
  await transcript('failure', failed, buttons, await reading.heardWith('removed'))
})

it('removal by keyboard, and Undo', async () => {
  await visit('/manual')
  await choose('harbour.jpg', 'boat.jpg', 'quay.jpg')
  const added = await reading.heardWith('3 files added')
  await reading.press('Tab')
  const button = await reading.heardWith('Remove harbour.jpg')
  await reading.press('Return')
  const removed = await reading.heardWith('harbour.jpg removed')
  await reading.press('Tab', 'Tab', 'Tab')
  const undo = await reading.heardWith('Undo push button')
  await reading.press('Return')
  await transcript('undo', added, button, removed, undo, await reading.heardWith('is back in the list'))
})

it('a form that lacks a file', async () => {
  const button = await visit('/required')
  await reading.press('Tab')
  const send = await reading.heard()
  await reading.press('Return')
  await transcript('invalid', button, send, await reading.heard())
})

it('an upload of an earlier visit', async () => {
  await visit('/resume')
  site.parts.onStored = () => site.proxy.pause()
  await choose('film.mp4')
  await untilSaved(reading.page, 1)
  await reading.heard()
  site.parts.onStored = () => {}
  await reading.page.reload()
  site.proxy.resume()
  const notice = await reading.heardWith('was interrupted')
  await transcript('interrupted', notice.slice(-1))
})

/** How far an upload is when the test reads it depends on the machine. */
function isNoPercentage(line: string): boolean {
  return !/\d%/.test(line)
}
