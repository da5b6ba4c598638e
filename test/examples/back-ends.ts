/** The API of each example over HTTP, from the grant to the announcement. */
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { fetchFrom } from '../server/support/function-url.ts'
import { apiJourney } from './api-journey.ts'
import { apiAt, type ExampleSite } from './example-site.ts'
import { startWorker } from './start-worker.ts'

export function backEnds(site: () => ExampleSite): void {
  describe('back ends', { timeout: 300_000 }, () => {
    it.each(['hono-node', 'express'])('%s', async (name) => {
      const { url } = await site().serve(name)
      await apiJourney(apiAt(url))
    })

    it('film takes 10 GB and no byte more', async () => {
      const { url } = await site().serve('film')
      await apiJourney(apiAt(url), { route: 'film', type: 'video/mp4' })
      const file = { ref: 'a', name: 'film.mp4', type: 'video/mp4' }
      const presign = async (size: number) => {
        const headers = { 'content-type': 'application/json' }
        const body = JSON.stringify({ route: 'film', files: [{ ...file, size }] })
        return (await apiAt(url)('/presign', { method: 'POST', headers, body })).json()
      }
      expect(await presign(10_000_000_000)).toMatchObject({
        uploads: [{ ok: true, plan: { kind: 'multipart' } }],
      })
      expect(await presign(10_000_000_001)).toMatchObject({
        uploads: [{ ok: false, error: { code: 'file-too-large', limit: 10_000_000_000 } }],
      })
    })

    it('r2', async () => {
      const { url } = await site().serve('r2', r2(site()))
      await apiJourney(apiAt(url), { route: 'archive', type: 'application/zip' })
    })

    it('workers, on workerd', async () => {
      const worker = await startWorker(site().project, site().environment)
      site().closeAtEnd(worker)
      await apiJourney(apiAt(worker.url))
    })

    it('lambda, behind a function URL', async () => {
      for (const [name, value] of Object.entries(site().environment)) vi.stubEnv(name, value)
      try {
        const { handler } = await import(join(site().folderOf('lambda'), 'function.ts'))
        const fetchUrl = fetchFrom(handler)
        await apiJourney((path, init) => fetchUrl(`/uploads${path}`, init))
      } finally {
        vi.unstubAllEnvs()
      }
    })
  })
}

/** The variables of the example `r2`, with the embedded S3 in the place of R2. */
export const r2 = ({ aws }: ExampleSite): Record<string, string> => ({
  R2_ENDPOINT: aws.s3Endpoint,
  R2_REGION: aws.region,
  R2_KEY_ID: aws.accessKeyId,
  R2_SECRET: aws.secretAccessKey,
  R2_BUCKET: aws.bucket,
})
