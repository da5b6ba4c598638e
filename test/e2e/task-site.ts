/** Pages in each state that a visitor meets, files to choose, and an S3 that can fall silent. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { Hono } from 'hono'
import sharp from 'sharp'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { PausableProxy } from './pausable-proxy.ts'
import { startStandaloneSite } from './standalone-site.ts'

export type TaskSite = Awaited<ReturnType<typeof startTaskSite>>

/** Attributes of the element on each page, of two with one name the first; `/all` has an element for each of several states. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  '/': ['no-resume'],
  '/required': ['no-resume required'],
  '/manual': ['no-resume manual undo-timeout="600000"'],
  '/nowhere': ['no-resume endpoint="/nowhere"'],
  '/unnamed': ['no-resume name=""'],
  '/patience': ['no-resume retries="1" endpoint="/busy"'],
  '/trying': ['no-resume endpoint="/busy"'],
  '/avatar': ['no-resume variant="avatar"'],
  '/gallery': ['no-resume manual variant="gallery" reorder caption-field="caption"'],
  '/german': ['no-resume lang="de" undo-timeout="600000"'],
  '/arabic': ['no-resume lang="ar"'],
  '/two': ['no-resume', 'no-resume'],
  '/resume': ['concurrency="1" no-unload-guard'],
  '/all': [
    'no-resume',
    'no-resume disabled',
    'no-resume readonly',
    'no-resume required manual',
    'no-resume manual undo-timeout="600000"',
    'no-resume endpoint="/nowhere"',
    'no-resume manual',
    'no-resume concurrency="1"',
  ],
}

const FILES: Readonly<Record<string, number>> = {
  'harbour.jpg': 2_000,
  'boat.jpg': 2_000,
  'quay.jpg': 2_000,
  'notes.txt': 100,
  'film.mp4': 40_000_000,
  'second.mp4': 41_000_000,
}

export async function startTaskSite() {
  const folder = await mkdtemp(join(tmpdir(), 'task-site-'))
  await bundleStandalone(folder)
  for (const [name, size] of Object.entries(FILES))
    await writeFile(join(folder, name), Buffer.alloc(size, 120))
  const face = { create: { width: 320, height: 200, channels: 3, background: '#06c' } } as const
  await sharp(face).png().toFile(join(folder, 'face.png'))
  const parts = { onStored: () => {} }
  const busy = { is: false }
  const app = new Hono().all('/busy/:call', (c) =>
    busy.is
      ? c.json({ code: 'unavailable', retryable: true, title: 'Busy' }, 503, PROBLEM)
      : c.redirect(`/uploads/${c.req.param('call')}`, 307),
  )
  const scripts = { isMissing: (_path: string): boolean | Promise<boolean> => false }
  const onTrace = ({ service, phase, operation }: TraceEntry) => {
    if (service === 's3' && phase === 'end' && operation === 'UploadPart') parts.onStored()
  }
  const aws = await startLocalAws({ onTrace, lambda: false })
  const proxy = await PausableProxy.to(aws.s3Endpoint)
  const { region, accessKeyId, secretAccessKey, bucket, topicArn } = aws
  const config = { region, credentials: { accessKeyId, secretAccessKey } }
  const site = await startStandaloneSite({
    folder,
    backend: {
      info: { bucket },
      topicArn,
      s3: new S3Client({ ...config, endpoint: proxy.url, forcePathStyle: true }),
      sns: new SNSClient({ ...config, endpoint: aws.snsEndpoint }),
    },
    pages: Object.fromEntries(Object.entries(PAGES).map(([path, elements]) => [path, pageOf(elements)])),
    app,
    isMissing: (path) => scripts.isMissing(path),
    routes: { default: { maxFileSize: 100_000_000, allowedContentTypes: ['image/*', 'video/*'] } },
  })
  return {
    urlOf: (path: string) => new URL(path, site.url).href,
    /** Path of a file to choose. */
    fileOf: (name: string) => join(folder, name),
    proxy,
    /** A callback for each part that S3 stored. */
    parts,
    /** Whether the API of the pages `/patience` and `/trying` is. */
    busy,
    /** Whether a script is missing; a promise delays it. */
    scripts,
    close: async () => {
      site.close()
      proxy.close()
      await aws.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const PROBLEM = { 'content-type': 'application/problem+json' }

function pageOf(elements: readonly string[]): string {
  const fields = elements.map(
    (attributes, index) => `<label for="files-${index}">Photos ${index + 1}</label>
<s3-uploader id="files-${index}" ${attributes} name="photos" endpoint="/uploads" multiple no-status></s3-uploader>`,
  )
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Form</title>
<link rel="icon" href="data:,"><style>body { background: Canvas; color: CanvasText }</style><script type="module" src="/s3-uploader.js"></script>
<main><h1>Form</h1><form>${fields.join('\n')}<button>Send</button></form></main></html>`
}
