/**
 * The examples in a project of their own with the packed package: front ends in a browser, back ends over HTTP, on an embedded
 * S3, SNS and Lambda. Builds the package and installs all frameworks, so it has a command of its own.
 */
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { examples } from '../../demo/examples/index.ts'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { fetchFrom } from '../server/support/function-url.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { type PackedProject, packedProject } from '../support/packed-project.ts'
import { apiJourney } from './api-journey.ts'
import { ExamplePage } from './example-page.ts'
import { type ExampleProcess, startExample } from './example-process.ts'
import { startWorker } from './start-worker.ts'

const SOURCES = join(import.meta.dirname, '../../demo/examples')
const SECRET = 'a-secret-of-the-tests-with-32-bytes-or-more'

let project: PackedProject
let site: string
let aws: LocalAws
let browser: Browser
const stored: TraceEntry[] = []
const running: { close(): unknown }[] = []

beforeAll(async () => {
  project = await packedProject(join(import.meta.dirname, 'package.json'))
  site = join(project.folder, 'site')
  await rm(site, { recursive: true, force: true })
  await rm(join(project.folder, 'examples'), { recursive: true, force: true })
  await cp(SOURCES, join(project.folder, 'examples'), { recursive: true })
  await cp(
    join(import.meta.dirname, 'angular-vite.config.ts'),
    join(project.folder, 'angular-vite.config.ts'),
  )
  await writeFile(join(project.folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  await writeFile(join(project.folder, 'examples/sveltekit/package.json'), JSON.stringify({ type: 'module' }))
  await copyScripts(join(site, 'public'))
  aws = await startLocalAws({ onTrace: (entry) => stored.push(entry) })
  browser = await launchBrowser()
}, 900_000)

afterAll(async () => {
  for (const { close } of running.splice(0)) await close()
  await browser?.close()
  await aws?.close()
  await project?.remove()
})

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    jsx: 'react-jsx',
    experimentalDecorators: true,
    useDefineForClassFields: false,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ['react', 'solid', 'angular', 'hono-node', 'express', 'film', 'r2', 'workers', 'lambda'].map(
    (name) => `examples/${name}/*`,
  ),
}

/** What a page without a bundler loads. */
async function copyScripts(folder: string): Promise<void> {
  const modules = join(project.folder, 'node_modules')
  await mkdir(folder, { recursive: true })
  const dist = join(modules, 's3-uploader-element/dist')
  for (const name of await readdir(dist)) {
    if (/^s3-uploader.*\.js$/.test(name)) await cp(join(dist, name), join(folder, name))
  }
  await cp(join(modules, 'htmx.org/dist/htmx.min.js'), join(folder, 'htmx.js'))
  await cp(join(modules, '@hotwired/turbo/dist/turbo.es2017-esm.js'), join(folder, 'turbo.js'))
  for (const { name, page } of examples) {
    if (page !== null || name === 'htmx' || name === 'turbo')
      await cp(join(SOURCES, name), join(folder, name), { recursive: true })
  }
}

const environment = () => ({
  ...aws.environment,
  UPLOAD_SECRET: SECRET,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
})

async function serve(name: string, extra: Record<string, string> = {}): Promise<ExampleProcess> {
  const server = join(project.folder, 'examples', name, 'server.ts')
  const started = await startExample(site, ['--import', 'tsx', server], { ...environment(), ...extra })
  running.push(started)
  return started
}

const vite = (name: string, ...options: string[]) =>
  project.execute(
    process.execPath,
    'node_modules/vite/bin/vite.js',
    'build',
    join(project.folder, 'examples', name),
    '--base=./',
    '--logLevel=error',
    `--outDir=${join(site, 'public', name)}`,
    '--emptyOutDir',
    ...options,
  )

const at = (url: string) => (path: string, init?: RequestInit) => fetch(`${url}/uploads${path}`, init)

describe('types', { timeout: 300_000 }, () => {
  it('of all examples that no framework compiles itself', async () => {
    await project.execute(process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.')
  })
})

describe('back ends', { timeout: 300_000 }, () => {
  it.each(['hono-node', 'express'])('%s', async (name) => {
    const { url } = await serve(name)
    await apiJourney(at(url))
  })

  it('film', async () => {
    const { url } = await serve('film')
    await apiJourney(at(url), { route: 'film', type: 'video/mp4' })
    const file = { ref: 'a', name: 'film.mp4', type: 'video/mp4' }
    const presign = async (size: number) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ route: 'film', files: [{ ...file, size }] })
      return (await at(url)('/presign', { method: 'POST', headers, body })).json()
    }
    expect(await presign(10_000_000_000)).toMatchObject({
      uploads: [{ ok: true, plan: { kind: 'multipart' } }],
    })
    expect(await presign(10_000_000_001)).toMatchObject({
      uploads: [{ ok: false, error: { code: 'file-too-large', limit: 10_000_000_000 } }],
    })
  })

  it('r2', async () => {
    const { url } = await serve('r2', r2())
    await apiJourney(at(url), { route: 'archive', type: 'application/zip' })
  })

  it('workers, on workerd', async () => {
    const worker = await startWorker(project, {
      BUCKET: aws.bucket,
      TOPIC_ARN: aws.topicArn,
      REGION: aws.region,
      AWS_KEY_ID: aws.accessKeyId,
      AWS_SECRET: aws.secretAccessKey,
      S3_ENDPOINT: aws.s3Endpoint,
      SNS_ENDPOINT: aws.snsEndpoint,
      UPLOAD_SECRET: SECRET,
    })
    running.push(worker)
    await apiJourney(at(worker.url))
  })

  it('lambda, behind a function URL', async () => {
    for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value)
    try {
      const { handler } = await import(join(project.folder, 'examples/lambda/function.ts'))
      const fetchUrl = fetchFrom(handler)
      await apiJourney((path, init) => fetchUrl(`/uploads${path}`, init))
    } finally {
      vi.unstubAllEnvs()
    }
  })
})

const r2 = () => ({
  R2_ENDPOINT: aws.s3Endpoint,
  R2_REGION: aws.region,
  R2_KEY_ID: aws.accessKeyId,
  R2_SECRET: aws.secretAccessKey,
  R2_BUCKET: aws.bucket,
})

describe('front ends', { timeout: 300_000 }, () => {
  let url: string
  beforeAll(async () => {
    url = (await serve('hono-node')).url
  }, 120_000)

  it.each(['react', 'vue', 'svelte', 'solid', 'angular'])('%s', async (name) => {
    await vite(name, ...(name === 'angular' ? ['--config=angular-vite.config.ts'] : []))
    await uploadsPhotos(`${url}/${name}/index.html`)
  })

  async function uploadsPhotos(address: string) {
    const page = await ExamplePage.open(browser, address)
    await page.add(2)
    await page.settled(2)
    expect(await page.statuses()).toEqual(['ready', 'ready'])
    await expect.poll(() => page.pictures()).toBe(2)
    expect(await page.submitted('photos')).toHaveLength(2)
    await page.close()
  }

  it('next, with server rendering and its own API', async () => {
    const folder = join(project.folder, 'examples/next')
    const next = join(project.folder, 'node_modules/next/dist/bin/next')
    await project.execute(process.execPath, next, 'build', folder)
    const started = await startExample(folder, [next, 'start'], environment())
    running.push(started)
    expect(await (await fetch(started.url)).text()).toContain('<s3-uploader name="photos" multiple="">')
    await apiJourney(at(started.url))
    await uploadsPhotos(started.url)
  })

  // Kit 3 itself calls Promise.withResolvers, which Node 20 lacks.
  it.skipIf(!('withResolvers' in Promise))('sveltekit, with its own API', async () => {
    const folder = join(project.folder, 'examples/sveltekit')
    const cli = join(project.folder, 'node_modules/vite/bin/vite.js')
    await project.executeIn('examples/sveltekit', process.execPath, cli, 'build')
    const started = await startExample(folder, ['build'], environment())
    running.push(started)
    await apiJourney(at(started.url))
    await uploadsPhotos(started.url)
  })

  it('plain-form submits with keys', async () => {
    const page = await ExamplePage.open(browser, `${url}/plain-form/index.html`)
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
    const page = await ExamplePage.open(browser, `${url}/avatar/index.html`)
    await page.add(1)
    await page.settled(1)
    expect(await page.submitted('avatar')).toHaveLength(1)
    await page.close()
  })

  it('gallery sends captions', async () => {
    const page = await ExamplePage.open(browser, `${url}/gallery/index.html`)
    await page.add(2)
    await page.type('s3-uploader >>> .caption', 'A bridge')
    await page.tab.evaluate(() => document.querySelector('s3-uploader')?.upload())
    await page.settled(2)
    expect(await page.uploads()).toMatchObject([{ metadata: { alt: 'A bridge' } }, { metadata: {} }])
    await page.close()
  })

  it('edit-form submits stored files beside a new one', async () => {
    const page = await ExamplePage.open(browser, `${url}/edit-form/index.html`)
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
    const page = await ExamplePage.open(browser, `${url}/${name}/index.html`)
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
    const film = await serve('film')
    const page = await ExamplePage.open(browser, `${film.url}/film/index.html`)
    const parts = () =>
      stored.filter(
        (entry) =>
          entry.service === 's3' &&
          entry.operation === 'UploadPart' &&
          entry.phase === 'end' &&
          entry.status === 200,
      ).length
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
    const backend = await serve('r2', r2())
    const page = await ExamplePage.open(browser, `${backend.url}/r2/index.html`)
    await page.addFile('a.zip', 'application/zip', 1000)
    await page.settled(1)
    expect(await page.submitted('archives')).toHaveLength(1)
    await page.close()
  })
})
