/** The pages without a bundler, each driven through what it is an example of. */
import { beforeAll, describe, expect, it } from 'vitest'
import { r2 } from './back-ends.ts'
import { ExamplePage } from './example-page.ts'
import type { ExampleSite } from './example-site.ts'

export function pages(site: () => ExampleSite): void {
  describe('pages', { timeout: 300_000 }, () => {
    let url: string
    beforeAll(async () => {
      url = (await site().serve('hono-node')).url
    }, 120_000)

    it('plain-form submits with keys', async () => {
      const page = await ExamplePage.open(site().browser, `${url}/plain-form/index.html`)
      await page.add(2)
      await page.settled(2)
      const search = await page.submit()
      expect(search.getAll('photos')).toEqual([
        expect.stringMatching(/^uploads\//),
        expect.stringMatching(/^uploads\//),
      ])
      expect(search.get('title')).toBe('Touring bike')
      await page.close()
    })

    // The dialog that crops is driven by test/component/avatar: files that a page adds itself are not cropped.
    it('avatar sends one picture', async () => {
      const page = await ExamplePage.open(site().browser, `${url}/avatar/index.html`)
      await page.add(1)
      await page.settled(1)
      expect(await page.submitted('avatar')).toHaveLength(1)
      await page.close()
    })

    it('gallery sends captions', async () => {
      const page = await ExamplePage.open(site().browser, `${url}/gallery/index.html`)
      await page.add(2)
      await page.type('s3-uploader >>> .caption', 'A bridge')
      await page.tab.evaluate(() => document.querySelector('s3-uploader')?.upload())
      await page.settled(2)
      expect(await page.uploads()).toMatchObject([{ metadata: { alt: 'A bridge' } }, { metadata: {} }])
      await page.close()
    })

    it('edit-form submits stored files beside a new one', async () => {
      const page = await ExamplePage.open(site().browser, `${url}/edit-form/index.html`)
      await page.add(1)
      await page.settled(3)
      const search = await page.submit()
      expect(search.getAll('photos')).toEqual([
        'uploads/7c.jpg',
        'uploads/8d.jpg',
        expect.stringMatching(/^uploads\/default/),
      ])
      await page.close()
    })

    it.each(['htmx', 'turbo'])('%s keeps uploading while the page is replaced', async (name) => {
      const page = await ExamplePage.open(site().browser, `${url}/${name}/index.html`)
      await page.slowDown(50_000)
      await page.add(10, 300)
      await page.click('a')
      await page.tab.waitForSelector('[name=price]')
      const before = await page.statuses()
      expect(before.filter((status) => status !== 'ready').length).toBeGreaterThan(0)
      await page.slowDown(-1)
      await page.settled(10)
      expect(await page.submitted('photos')).toHaveLength(10)
      await page.close()
    })

    it('film continues after a reload', async () => {
      const film = await site().serve('film')
      const page = await ExamplePage.open(site().browser, `${film.url}/film/index.html`)
      const before = site().partsStored()
      const parts = () => site().partsStored() - before
      await page.slowDown(4_000_000)
      await page.addFilm(40_000_000)
      await expect.poll(parts).toBeGreaterThan(0)
      await page.reload()
      await page.slowDown(-1)
      await page.addFilm(40_000_000)
      await page.settled(1)
      expect(await page.submitted('film')).toHaveLength(1)
      // None of the parts that were stored before the reload is sent again.
      expect(parts()).toBe(5)
      await page.close()
    })

    it('r2 sends with PUT', async () => {
      const backend = await site().serve('r2', r2(site()))
      const page = await ExamplePage.open(site().browser, `${backend.url}/r2/index.html`)
      await page.addFile('a.zip', 'application/zip', 1000)
      await page.settled(1)
      expect(await page.submitted('archives')).toHaveLength(1)
      await page.close()
    })
  })
}
