/** What visitors hear of a connection that breaks, of a service that is busy, and of files dragged over the element. */
import { it } from 'vitest'
import { ELEMENT } from './reading.ts'
import { press } from './screen.ts'
import { startReading } from './start-reading.ts'
import { expectTranscript } from './transcript.ts'

const { orca, site, reading } = await startReading()

const setOnline = (online: boolean) =>
  reading.page.evaluate(`
    Object.defineProperty(navigator, 'onLine', { value: ${online}, configurable: true })
    dispatchEvent(new Event(${online} ? 'online' : 'offline'))
  `)

it('offline in the middle, and back', async () => {
  await reading.visit('/')
  site.parts.onStored = () => site.proxy.pause()
  await reading.choose('film.mp4')
  await orca.heardWith('% uploaded')
  await setOnline(false)
  const gone = await orca.heardWith('No connection')
  site.parts.onStored = () => {}
  site.proxy.resume()
  await setOnline(true)
  await expectTranscript('offline', gone, await orca.heardWith('1 of 1 file done'))
})

it('a service that is busy until the upload fails, and then is not', async () => {
  await reading.visit('/patience')
  site.busy.is = true
  await reading.choose('harbour.jpg')
  const failed = await orca.heardWith('harbour.jpg failed')
  const retry = await reading.tabTo('Try harbour.jpg again')
  site.busy.is = false
  await press('Return')
  await expectTranscript('busy', failed, retry, await orca.heardWith('1 of 1 file done'))
})

it('a service that is busy for a while', async () => {
  await reading.visit('/trying')
  site.busy.is = true
  await reading.choose('harbour.jpg')
  const trying = await orca.heardWith('Trying again')
  site.busy.is = false
  await expectTranscript('trying', trying, await orca.heardWith('1 of 1 file done'))
})

it('files dragged over the element, away again, and dropped', async () => {
  await reading.visit('/')
  await orca.heard()
  const drag = (...types: readonly string[]) =>
    reading.page.evaluate(`{
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'.repeat(2000)], 'harbour.jpg', { type: 'image/jpeg' }))
      const zone = ${ELEMENT}.shadowRoot.querySelector('.dropzone')
      for (const type of ${JSON.stringify(types)}) {
        zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }))
      }
    }`)
  await drag('dragenter', 'dragover')
  const over = await orca.heardWith('Drop the files')
  await drag('dragleave')
  const away = await orca.heard()
  await drag('dragenter', 'dragover', 'drop')
  await expectTranscript('drag', over, away, await orca.heardWith('1 of 1 file done'))
})
