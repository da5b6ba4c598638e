/** What visitors hear who upload with a screen reader: Orca and Firefox, a real keyboard, transcripts beside this file. */
import { expect, it } from 'vitest'
import { untilSaved } from '../e2e/until-saved.ts'
import { ELEMENT } from './reading.ts'
import { press } from './screen.ts'
import { startReading } from './start-reading.ts'
import { expectTranscript, withoutRepetition } from './transcript.ts'

const { orca, site, reading } = await startReading()

const pressed = (...keys: readonly string[]) => reading.pressed(...keys)
const tabTo = (wanted: string) => reading.tabTo(wanted)

it('choose a file, and hear that it is done', async () => {
  const button = await reading.visit('/')
  await reading.choose('harbour.jpg')
  await expectTranscript('choose', button, await orca.heardWith('1 of 1 file done'))
})

it('refused files, the same again, and one beside a good one', async () => {
  await reading.visit('/')
  await reading.choose('notes.txt')
  const first = await orca.heardWith('not allowed')
  await reading.choose('notes.txt')
  const again = await orca.heardWith('not allowed')
  await reading.choose('notes.txt', 'harbour.jpg')
  const beside = await orca.heardWith('1 of 1 file done')
  await expectTranscript('refused', first, again, beside, await tabTo('Dismiss'), await pressed('Return'))
})

it('progress, pause, resume, cancel and its undoing', async () => {
  await reading.visit('/')
  site.parts.onStored = () => site.proxy.pause()
  await reading.choose('film.mp4')
  const added = await orca.heardWith('% uploaded')
  const button = await tabTo('Pause film.mp4')
  const paused = await pressed('Return')
  const resumed = await pressed('Return')
  const cancel = await tabTo('Cancel film.mp4')
  const canceled = await pressed('Return')
  const undo = await tabTo('Undo')
  site.parts.onStored = () => {}
  site.proxy.resume()
  await press('Return')
  const done = await orca.heardWith('1 of 1 file done')
  await expectTranscript('progress', added, button, paused, resumed, cancel, canceled, undo, done)
})

it('a failure, its retry and its removal', async () => {
  await reading.visit('/nowhere')
  await reading.choose('harbour.jpg')
  const failed = await orca.heardWith('failed.')
  const retry = await tabTo('Try harbour.jpg again')
  await press('Return')
  const again = await orca.heardWith('failed.')
  const remove = await tabTo('Remove harbour.jpg')
  await expectTranscript(
    'failure',
    failed,
    retry,
    // It fails before or after the next drawing.
    again.map((text) => text.replace('Trying harbour.jpg again. ', '')),
    remove,
    await pressed('Return'),
  )
})

it('removal by keyboard, and Undo', async () => {
  await reading.visit('/manual')
  await reading.choose('harbour.jpg', 'boat.jpg', 'quay.jpg')
  const added = await orca.heardWith('3 files added')
  const button = await tabTo('Remove harbour.jpg')
  await press('Return')
  const removed = await orca.heardWith('harbour.jpg removed')
  const undo = await tabTo('Undo')
  await press('Return')
  await expectTranscript('undo', added, button, removed, undo, await orca.heardWith('is back in the list'))
})

it('start of uploads that wait', async () => {
  await reading.visit('/manual')
  await reading.choose('harbour.jpg', 'boat.jpg')
  await orca.heardWith('2 files added')
  const button = await tabTo('Upload push button')
  await press('Return')
  await expectTranscript('start', button, await orca.heardWith('2 of 2 files done'))
})

it('a form that lacks a file', async () => {
  const button = await reading.visit('/required')
  const send = await tabTo('Send')
  await expectTranscript('invalid', button, send, withoutRepetition(await pressed('Return')))
})

it('200 files in at most ten texts', async () => {
  await reading.visit('/')
  await reading.page.evaluate(`${ELEMENT}.addFiles(
    Array.from({ length: 200 }, (_, index) => new File(['x'.repeat(2000)], 'photo-' + index + '.jpg', { type: 'image/jpeg' })),
  )`)
  const heard = (await orca.heardWith('200 of 200 files done')).filter((text) => !text.endsWith(' percent.'))
  expect(heard.join('\n')).toContain('200 files added.')
  expect(heard.length).toBeLessThanOrEqual(10)
})

it('an upload of an earlier visit', async () => {
  await reading.visit('/resume')
  site.parts.onStored = () => site.proxy.pause()
  await reading.choose('film.mp4')
  await untilSaved(reading.page, 1)
  await orca.heard()
  site.parts.onStored = () => {}
  await reading.page.reload()
  site.proxy.resume()
  const notice = await orca.heardWith('was interrupted')
  await expectTranscript('interrupted', notice.slice(-1))
})
