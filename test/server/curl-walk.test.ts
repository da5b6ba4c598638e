/** The commands of the README, as a reader runs them. They need `bash`, `curl` and `jq`. */
import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalAws, startLocalAws } from '../../demo/local/index.ts'
import { uploads } from '../../server/index.ts'
import { required } from './support/upload-service.ts'

const hasTools = ['bash', 'curl', 'jq'].every((tool) => spawnSync(tool, ['--version']).status === 0)
const token = 'a-token'

describe.skipIf(!hasTools)('the README’s curl walk', () => {
  let aws: LocalAws
  let folder: string
  let url = ''
  let close: () => void

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curl-walk-'))
    aws = await startLocalAws({ lambda: false })
    const { bucket, topicArn, region, s3Endpoint, snsEndpoint, accessKeyId, secretAccessKey } = aws
    const app = new Hono().route(
      '/uploads',
      uploads({
        ...required,
        bucket,
        topicArn,
        region,
        endpoint: s3Endpoint,
        snsEndpoint,
        credentials: { accessKeyId, secretAccessKey },
        authorize: (c) => c.req.header('authorization') === `Bearer ${token}` && { subject: 'reader' },
      }),
    )
    url = await new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0 }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}/uploads`),
      )
      close = () => server.close()
    })
  })
  afterAll(async () => {
    close()
    await aws.close()
    await rm(folder, { recursive: true })
  })

  it.each([
    ['curl-form', 5000],
    ['curl-parts', 17 * 1024 ** 2],
  ])('%s brings a file of %i bytes to S3', async (name, size) => {
    const readme = await readFile(new URL('../../server/README.md', import.meta.url), 'utf8')
    const script = new RegExp(`<!-- test: ${name} -->\n\`\`\`sh\n(.*?)\n\`\`\``, 's').exec(readme)?.[1] ?? ''
    const file = join(folder, name)
    await writeFile(file, randomBytes(size))
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], {
      cwd: folder,
      env: { PATH: process.env.PATH, API: url, TOKEN: token, FILE: file },
    })
    expect(JSON.parse(stdout)).toMatchObject({ uploads: [{ ok: true, size }] })
  })
})
