import { afterAll, afterEach } from 'vitest'
import { startTaskSite } from '../e2e/task-site.ts'
import { Orca } from './orca.ts'
import { Reading } from './reading.ts'

/** Orca in Firefox before a site of tasks, for all tests of the file; each test begins without faults of the site. */
export async function startReading() {
  const site = await startTaskSite()
  afterAll(() => site.close())
  const orca = await Orca.start()
  afterAll(() => orca.stop())
  const reading = await Reading.start(orca, site)
  afterAll(() => reading.stop())
  afterEach(() => {
    site.busy.is = false
    site.parts.onStored = () => {}
    site.scripts.isMissing = () => false
    site.proxy.resume()
  })
  return { orca, site, reading }
}
