/** The browser's own dialog for files. A browser under remote control opens none, so this one is controlled by keys alone. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, it } from 'vitest'
import { startTaskSite, type TaskSite } from '../e2e/task-site.ts'
import { BoundProcess } from '../support/bound-process.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { Orca } from './orca.ts'
import { click, press, type, windowFocused } from './screen.ts'
import { expectTranscript } from './transcript.ts'

const PREFERENCES = {
  'accessibility.force_disabled': -1,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'intl.accept_languages': 'en-US',
  // GTK's dialog, not that of a desktop.
  'widget.use-xdg-desktop-portal.file-picker': 0,
}
/** Of a point in the page's empty top edge, below the bars of the browser. */
const PAGE = [600, 116] as const

let orca: Orca
let site: TaskSite
let firefox: BoundProcess
let profile: string

beforeAll(async () => {
  site = await startTaskSite()
  orca = await Orca.start()
  const found = findBrowser(thisMachine(), 'firefox')
  if (found === null) throw new Error('Run `npm run test:screen-reader`.')
  profile = await mkdtemp(join(tmpdir(), 'firefox-'))
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  )
  await writeFile(join(profile, 'user.js'), lines.join('\n'))
  firefox = new BoundProcess(found.path, ['--new-instance', '--profile', profile, site.urlOf('/')], orca.env)
})

afterAll(async () => {
  await firefox?.stop()
  await orca?.stop()
  await site?.close()
  await rm(profile, { recursive: true, force: true })
})

/** Opens the dialog with Enter, and chooses a file there. */
async function choose(name: string): Promise<void> {
  await press('Return')
  await windowFocused('File Upload')
  await orca.heard()
  await press('ctrl+l')
  await type(site.fileOf(name))
  await orca.heard()
  await press('Return')
  await windowFocused('Form')
}

it('choose a file in the dialog, then one that is refused', async () => {
  await orca.heardWith('Finished loading Form')
  await click(...PAGE)
  await press('Tab')
  await orca.heardWith('Choose files push button')
  await choose('harbour.jpg')
  const chosen = await orca.heardWith('1 of 1 file done')
  await choose('notes.txt')
  await expectTranscript('dialog', chosen, await orca.heardWith('not allowed'))
})
