/** What visitors hear who crop an avatar. */
import { expect, it } from 'vitest'
import { press } from './screen.ts'
import { startReading } from './start-reading.ts'
import { expectTranscript } from './transcript.ts'

const { orca, reading } = await startReading()

it('a picture, moved, enlarged and used', async () => {
  await reading.visit('/avatar')
  await reading.choose('face.png')
  const opened = await orca.heardWith('Crop the picture')
  const moved: string[] = []
  for (const key of ['Right', 'shift+Left', 'Up', 'plus', 'Down']) moved.push(...(await reading.pressed(key)))
  // The transcript leaves out numbers.
  expect(moved.filter((text) => text.includes('%'))).toEqual([
    '58%',
    '17%',
    'Up and down slider 50%',
    'Zoom 110%',
    '0%',
  ])
  const zoom = await reading.tabTo('Zoom')
  const enlarged = await reading.pressed('Right')
  const cancel = await reading.tabTo('Cancel')
  const use = await reading.tabTo('Use')
  await expectTranscript('crop', opened, moved, zoom, enlarged, cancel, use)
  await press('Return')
  // What is said of the page that returns from behind the dialog depends on the machine.
  await orca.heardWith('1 of 1 file done')
})
