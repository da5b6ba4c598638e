/** What is said in other languages, and when their words are late or missing. */
import { it } from 'vitest'
import { ELEMENT } from './reading.ts'
import { press } from './screen.ts'
import { startReading } from './start-reading.ts'
import { expectTranscript } from './transcript.ts'

const { orca, site, reading } = await startReading()

const saysOnButton = (text: string) =>
  reading.page.waitForFunction(`${ELEMENT}.shadowRoot.querySelector('.choose').textContent === '${text}'`)

it('a page in German', async () => {
  const button = await reading.visit('/german')
  await reading.choose('harbour.jpg')
  const done = await orca.heardWith('1 von 1 Datei fertig')
  const remove = await reading.tabTo('harbour.jpg entfernen')
  await press('Return')
  const removed = await orca.heardWith('Rückgängig')
  await expectTranscript('german', button, done, remove, removed)
})

it('a page in Arabic', async () => {
  const button = await reading.visit('/arabic')
  await reading.choose('harbour.jpg', 'boat.jpg')
  const done = await orca.heardWith('اكتمل')
  await expectTranscript('arabic', button, done)
})

it('another language during an upload', async () => {
  await reading.visit('/')
  site.parts.onStored = () => site.proxy.pause()
  await reading.choose('film.mp4')
  await orca.heardWith('% uploaded')
  await reading.page.evaluate(`document.documentElement.lang = 'fr'`)
  await saysOnButton('Ajouter d’autres fichiers')
  site.parts.onStored = () => {}
  site.proxy.resume()
  await expectTranscript('new-language', await orca.heardWith('terminé'))
})

it('words that are late, and words that do not come', async () => {
  let send = () => {}
  const sent = new Promise<boolean>((resolve) => {
    send = () => resolve(false)
  })
  site.scripts.isMissing = (path) => path.includes('-de-') && sent
  const early = await reading.visit('/german')
  send()
  await saysOnButton('Dateien auswählen')
  await orca.heard()
  await reading.pressed('Tab')
  const late = await reading.pressed('shift+Tab')
  site.scripts.isMissing = (path) => path.includes('-de-')
  const never = await reading.visit('/german')
  await reading.choose('harbour.jpg')
  await expectTranscript('late-words', early, late, never, await orca.heardWith('1 of 1 file done'))
})

it('two uploaders on a page', async () => {
  await reading.visit('/two')
  await reading.choose('harbour.jpg')
  const first = await orca.heardWith('1 of 1 file done')
  const second = await reading.tabTo('Photos 2')
  await expectTranscript('two', first, second)
})
