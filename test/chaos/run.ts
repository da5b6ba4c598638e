/**
 * `npm run test:chaos`: uploads many files in a real browser with random faults, then compares every byte.
 *
 * `SEED` repeats a run, `FILES` scales it (default 500), `FAULTS` multiplies the fault rates (default 1), `BROWSERS` names
 * another browser, and `KILLS=1` kills the browser twice (SIGKILL, same profile) instead of reloading the page. Passes if
 * every object equals its file, no upload was announced under two ids, no part is left and no upload failed permanently.
 * A killed page cannot save what it has just sent or heard of, so a small file may then be stored twice.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { startLocalAws } from '../../demo/local/index.ts'
import { uploads } from '../../server/index.ts'
import { chooseBrowsers } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { startPageDriver } from '../support/start-page-driver.ts'
import { FaultyProxy } from './faulty-proxy.ts'
import { seededRandom } from './random.ts'

const seed = Number(process.env.SEED ?? randomBytes(4).readUInt32LE())
const count = Number(process.env.FILES ?? 500)
/** Factor of the fault rates. */
const faults = Number(process.env.FAULTS ?? 1)
const kills = process.env.KILLS === '1'
const [browser] = chooseBrowsers(thisMachine()).found
if (browser === undefined) throw new Error('No such browser; npm run test:browser tells how to get one.')
const random = seededRandom(seed)
const print = (line: string) => process.stdout.write(`${line}\n`)
const settings = `SEED=${seed} FILES=${count} FAULTS=${faults} KILLS=${kills ? 1 : 0} BROWSERS=${browser.kind}`
print(settings)

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const folder = await mkdtemp(join(tmpdir(), 'chaos-'))
const files = await makeFiles()
const bytes = files.reduce((sum, { size }) => sum + size, 0)
print(
  `${files.length} files, ${(bytes / 1e6).toFixed(0)} MB, ${files.filter(({ size }) => size > 16e6).length} of them in parts`,
)

const aws = await startLocalAws({ lambda: false })
const s3 = await FaultyProxy.start(
  aws.s3Endpoint,
  rates({ busy: 0.1, reset: 0.03, lostResponse: 0.02, stall: 0.005, expired: 0.01, slow: 0.05 }),
  random,
)
/** Announced events, by object key. */
const announced = new Map<string, { fileName: string; uploadedAt: string; ids: Set<string> }>()
const api = new Hono().route(
  '/uploads',
  uploads({
    bucket: aws.bucket,
    topicArn: aws.topicArn,
    secret: randomBytes(32).toString('hex'),
    endpoint: aws.s3Endpoint,
    publicEndpoint: s3.url,
    snsEndpoint: aws.snsEndpoint,
    region: aws.region,
    credentials: aws,
    authorize: () => ({ subject: 'chaos' }),
    routes: {
      default: { maxFileSize: 200e6, minFileSize: 0, allowedContentTypes: ['application/octet-stream'] },
    },
    onUploadComplete: ({ key, id, fileName, uploadedAt }) => {
      const { ids } = announced.get(key) ?? { ids: new Set() }
      announced.set(key, { fileName, uploadedAt, ids: ids.add(id) })
    },
    log: () => {},
  }),
)
await bundleStandalone(folder)
api.get('/', (c) =>
  c.html('<!doctype html><title>chaos</title><script type="module" src="/s3-uploader.js"></script>'),
)
api.get('/:script{.+\\.js}', async (c) =>
  c.body(await readFile(join(folder, c.req.param('script'))), 200, { 'content-type': 'text/javascript' }),
)
const apiServer = await new Promise<ReturnType<typeof serve>>((resolve) => {
  const server = serve({ fetch: api.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(server))
})
const address = apiServer.address()
if (address === null || typeof address === 'string') throw new Error('No address')
const front = await FaultyProxy.start(
  `http://127.0.0.1:${address.port}`,
  rates({ busy: 0.03, reset: 0.02, lostResponse: 0.03, stall: 0, expired: 0, slow: 0.05 }),
  random,
)

let driver = await startPageDriver(browser, kills ? join(folder, 'profile') : undefined)
/** Object keys by file name, from the page's `upload-complete` events. */
const done = new Map<string, string>()
const startedAt = Date.now()
const verdicts: string[] = []

await visit()
await until(0.33)
await offlineFor(1_500)
await reload('a third')
await until(0.66)
await offlineFor(1_500)
await reload('two thirds')
await until(1)
print(`all done after ${((Date.now() - startedAt) / 1000).toFixed(0)} s`)
await verify()
print(`requests to S3: ${s3.requests}, faults met: ${JSON.stringify(s3.met)}`)
print(`requests to the API: ${front.requests}, faults met: ${JSON.stringify(front.met)}`)
await driver.close()
s3.close()
front.close()
apiServer.close()
await aws.close()
await rm(folder, { recursive: true })
for (const verdict of verdicts) print(`FAILED: ${verdict}`)
print(verdicts.length === 0 ? 'Nothing was lost and nothing came twice.' : `Repeat with ${settings}`)
process.exit(verdicts.length === 0 ? 0 : 1)

function rates<Rates extends object>(given: Rates): Rates {
  const entries = Object.entries(given).map(([name, rate]) => [name, Number(rate) * faults])
  return { ...given, ...Object.fromEntries(entries) }
}

async function makeFiles(): Promise<{ name: string; path: string; size: number; sha256: string }[]> {
  const made = []
  for (let index = 0; index < count; index += 1) {
    const dice = random()
    // Mostly small files, some empty, some of several parts.
    const size =
      dice < 0.02
        ? 0
        : dice < 0.8
          ? Math.ceil(random() * 60e3)
          : dice < 0.98
            ? Math.ceil(random() * 2e6)
            : 17e6 + Math.ceil(random() * 20e6)
    const content = randomBytes(size)
    const name = `${String(index).padStart(5, '0')}.bin`
    const path = join(folder, name)
    await writeFile(path, content)
    made.push({ name, path, size, sha256: createHash('sha256').update(content).digest('hex') })
  }
  return made
}

/** Loads the page and chooses all unfinished files again, as a user would. The page and its scripts have no faults. */
async function visit(): Promise<void> {
  front.enabled = false
  await driver.goto(front.url)
  await poll(() => driver.run('return customElements.get("s3-uploader") !== undefined'))
  await driver.run(`
    document.body.innerHTML =
      '<s3-uploader multiple no-status no-preview stall-timeout="1000" endpoint="/uploads"></s3-uploader>'
    const element = document.querySelector('s3-uploader')
    // Saved in the page: events during a reload reach no other listener.
    element.addEventListener('upload-complete', ({ detail: { upload } }) =>
      localStorage.setItem('chaos:' + upload.name, upload.key))
    await element.load()
  `)
  await note()
  front.enabled = true
  const input = 'document.querySelector("s3-uploader").shadowRoot.querySelector("input[type=file]")'
  await poll(() => driver.run(`return ${input} !== null`))
  const left = files.filter(({ name }) => !done.has(name))
  const paths = left.map(({ path }) => path)
  // A fast run may end before its second reload.
  if (paths.length > 0) await driver.choose(input, paths)
}

async function reload(when: string): Promise<void> {
  print(`${kills ? 'kill' : 'reload'} after ${when}, ${new Date().toISOString()}: ${done.size} done`)
  if (kills && browser !== undefined) {
    await driver.kill?.()
    driver = await startPageDriver(browser, join(folder, 'profile'))
  }
  await visit()
}

/** Waits until this share of all files is done; retries failed uploads, as a user would. */
async function until(share: number): Promise<void> {
  const deadline = Date.now() + 10 * 60_000
  while (done.size < share * files.length) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    await note()
    const failed = (await seen()).filter(({ status }) => status === 'failed')
    if (failed.length > 0) await driver.run('document.querySelector("s3-uploader").retry()')
    for (const { name, code } of failed) print(`failed for now: ${name} ${code}`)
    if (Date.now() > deadline) {
      verdicts.push(`only ${done.size} of ${files.length} files were done in time`)
      return
    }
  }
}

async function note(): Promise<void> {
  const heard = await driver.run(`
    return Object.entries(localStorage).flatMap(([name, key]) =>
      name.startsWith('chaos:') ? [[name.slice(6), key]] : [])
  `)
  if (!Array.isArray(heard)) throw new Error('The page has saved no events')
  for (const pair of heard) {
    const [name = '', key = ''] = Array.isArray(pair) ? pair.map(String) : []
    const before = done.get(name)
    if (before !== undefined && before !== key) {
      if (kills) print(`${name} was stored twice`)
      else verdicts.push(`${name} became two objects`)
    }
    done.set(name, key)
  }
}

/** The uploads in the page's list. */
async function seen() {
  const rows = await driver.run(`
    return document.querySelector('s3-uploader').files.map(({ name, status, error }) =>
      [name, status, error && error.code])
  `)
  if (!Array.isArray(rows)) throw new Error('The page has no list')
  return rows.map((row: unknown) => {
    const [name, status, code] = Array.isArray(row) ? row : []
    return { name: String(name), status: String(status), code: String(code) }
  })
}

/** Turns the network off; for a browser without that command, the proxies close all connections. */
async function offlineFor(ms: number): Promise<void> {
  const setOffline = driver.setOffline ?? cut
  await setOffline(true)
  await new Promise((resolve) => setTimeout(resolve, ms))
  await setOffline(false)
}

async function cut(isCut: boolean): Promise<void> {
  for (const proxy of [s3, front]) proxy.cut = isCut
}

async function poll(isSo: () => Promise<unknown>): Promise<void> {
  while ((await isSo()) !== true) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** After a kill a small file may be there twice: its form was sent, and the page could not save that. */
function twice(sentence: string, size = 0): void {
  if (kills && size < 16e6) print(sentence)
  else verdicts.push(sentence)
}

async function verify(): Promise<void> {
  const client = new S3Client({
    endpoint: aws.s3Endpoint,
    region: aws.region,
    credentials: aws,
    forcePathStyle: true,
  })
  for (const { name, sha256 } of files) {
    const key = done.get(name)
    if (key === undefined) {
      verdicts.push(`${name} is missing`)
      continue
    }
    const { Body } = await client.send(new GetObjectCommand({ Bucket: aws.bucket, Key: key }))
    const stored = createHash('sha256')
      .update((await Body?.transformToByteArray()) ?? '')
      .digest('hex')
    if (stored !== sha256) verdicts.push(`${name} is not the same at S3`)
    const { ids } = announced.get(key) ?? { ids: new Set() }
    if (ids.size !== 1) verdicts.push(`${name} was announced under ${ids.size} ids`)
  }
  // Once for each file: a lost response must not cause a second upload.
  const kept = new Set(done.values())
  for (const [key, { fileName, uploadedAt }] of announced) {
    if (kept.has(key)) continue
    const size = files.find(({ name }) => name === fileName)?.size
    twice(`${fileName} (${size} bytes) was announced a second time, as of ${uploadedAt}`, size)
  }
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: aws.bucket })) {
    for (const { Key = '', Size, LastModified } of Contents) {
      if (announced.has(Key)) continue
      twice(`${Size} bytes were sent and never announced, as of ${LastModified?.toISOString()}`, Size)
    }
  }
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: aws.bucket }))
  for (const { Key, UploadId } of Uploads) {
    const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket: aws.bucket, Key, UploadId }))
    // If the response to /presign is lost, an empty multipart upload stays until the lifecycle rule: it costs nothing.
    if (Parts.length > 0) verdicts.push(`a multipart upload with ${Parts.length} parts was left behind`)
    else
      print('an empty multipart upload is left to the lifecycle rule: the response to its presign was lost')
  }
}
