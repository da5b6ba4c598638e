/** What visitors hear of several files: their order, their captions, the buttons for all of them. */
import { expect, it } from 'vitest'
import { ELEMENT } from './reading.ts'
import { press, type } from './screen.ts'
import { startReading } from './start-reading.ts'
import { expectTranscript } from './transcript.ts'

const { orca, site, reading } = await startReading()

it('another order of cards, by two handles and by an arrow key', async () => {
  await reading.visit('/gallery')
  await reading.choose('harbour.jpg', 'boat.jpg', 'quay.jpg')
  await orca.heardWith('3 files added')
  const handle = await reading.tabTo('Move harbour.jpg')
  const lifted = await reading.pressed('Return')
  const target = await reading.tabTo('Move quay.jpg')
  const moved = await reading.pressed('Return')
  // In Orca's focus mode arrow keys are those of the page.
  const focusMode = await reading.pressed('Insert+a')
  await expectTranscript('reorder', handle, lifted, target, moved, focusMode, await reading.pressed('Left'))
})

it('a caption, typed and changed', async () => {
  await reading.visit('/gallery')
  await reading.choose('harbour.jpg')
  await orca.heardWith('harbour.jpg added')
  const field = await reading.tabTo('Caption: harbour.jpg')
  await type('Harbor + fog')
  await orca.heard()
  await press('BackSpace', 'BackSpace', 'BackSpace', 'Delete')
  await orca.heard()
  const captions = await reading.page.evaluate(`${ELEMENT}.files.map(({ metadata }) => metadata.caption)`)
  expect(captions).toEqual(['Harbor + '])
  await press('Tab')
  await orca.heard()
  await expectTranscript('caption', field, await reading.pressed('shift+Tab'))
})

it('all paused, all resumed, and finished ones cleared', async () => {
  await reading.visit('/unnamed')
  site.parts.onStored = () => site.proxy.pause()
  await reading.choose('film.mp4', 'second.mp4')
  await orca.heardWith('2 files added')
  await orca.heard()
  const button = await reading.tabTo('Pause all')
  const paused = await reading.pressed('Return')
  site.parts.onStored = () => {}
  site.proxy.resume()
  await press('Return')
  const resumed = await orca.heardWith('2 of 2 files done')
  const clear = await reading.tabTo('Clear finished')
  await press('Return')
  await expectTranscript('all', button, paused, resumed, clear, await orca.heardWith('2 files removed'))
})
