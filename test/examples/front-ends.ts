/** Each framework's example, built as its users build it, uploads from a browser and shows what the Lambda made. */
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newerNode } from '../support/newer-node.ts'
import { apiJourney } from './api-journey.ts'
import { ExamplePage } from './example-page.ts'
import { apiAt, type ExampleSite } from './example-site.ts'

export function frontEnds(site: () => ExampleSite): void {
  describe('front ends', { timeout: 300_000 }, () => {
    let url: string
    beforeAll(async () => {
      url = (await site().serve('hono-node')).url
    }, 120_000)

    it.each(['react', 'preact', 'vue', 'svelte', 'solid', 'angular'])('%s', async (name) => {
      await site().buildPage(name, ...(name === 'angular' ? ['--config=angular-vite.config.ts'] : []))
      await uploadsPhotos(`${url}/${name}/index.html`)
    })

    async function uploadsPhotos(address: string) {
      const page = await ExamplePage.open(site().browser, address)
      await page.add(2)
      await page.settled(2)
      expect(await page.statuses()).toEqual(['ready', 'ready'])
      await expect.poll(() => page.pictures()).toBe(2)
      expect(await page.submitted('photos')).toHaveLength(2)
      await page.close()
    }

    it('next, with server rendering and its own API', async () => {
      const { project } = site()
      const folder = site().folderOf('next')
      const next = join(project.folder, 'node_modules/next/dist/bin/next')
      await project.execute(process.execPath, next, 'build', folder)
      const started = await site().start(folder, [process.execPath, next, 'start'])
      expect(await (await fetch(started.url)).text()).toContain('<s3-uploader name="photos" multiple="">')
      await apiJourney(apiAt(started.url))
      await uploadsPhotos(started.url)
    })

    it('sveltekit, with server rendering and its own API', async () => {
      const { project } = site()
      const folder = site().folderOf('sveltekit')
      const node = await newerNode(project)
      const vite = join(project.folder, 'node_modules/vite/bin/vite.js')
      await project.executeIn('examples/sveltekit', node, vite, 'build')
      const started = await site().start(folder, [node, 'build'])
      expect(await (await fetch(started.url)).text()).toContain('<s3-uploader name="photos" multiple')
      await apiJourney(apiAt(started.url))
      await uploadsPhotos(started.url)
    })
  })
}
