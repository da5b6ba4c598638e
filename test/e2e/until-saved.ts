import type { Page } from 'puppeteer-core'
import { expect } from 'vitest'

/** Waits until IndexedDB has `count` sessions; the journal that a closing page writes contains less. */
export async function untilSaved(page: Page, count: number): Promise<void> {
  const saved = () =>
    page.evaluate(async () => {
      const [known] = await indexedDB.databases()
      if (known?.name === undefined) return 0
      const opening = indexedDB.open(known.name)
      await new Promise((resolve) => opening.addEventListener('success', resolve))
      const counting = opening.result.transaction('sessions').objectStore('sessions').count()
      await new Promise((resolve) => counting.addEventListener('success', resolve))
      opening.result.close()
      return counting.result
    })
  await expect.poll(saved).toBe(count)
}
