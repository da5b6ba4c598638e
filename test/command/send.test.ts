/** `s3-uploader send` as a process of its own, against the API and the embedded S3, SNS and Lambda over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LocalAws, startLocalAws } from '../../demo/local/index.ts'
import { uploads } from '../../server/index.ts'
import { PausableProxy } from '../e2e/pausable-proxy.ts'

const MIB = 1024 ** 2
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let aws: LocalAws
let s3: S3Client
/** Between the command and S3. */
let proxy: PausableProxy
let api: Server
let endpoint: string
let folder: string
let partsStored = 0

beforeAll(async () => {
  aws = await startLocalAws({
    onTrace: (entry) => {
      if (entry.service === 's3' && entry.phase === 'end' && entry.operation === 'UploadPart')
        partsStored += 1
    },
  })
  proxy = await PausableProxy.to(aws.s3Endpoint)
  const { region, accessKeyId, secretAccessKey } = aws
  const config = { region, credentials: { accessKeyId, secretAccessKey } }
  s3 = new S3Client({ ...config, endpoint: aws.s3Endpoint, forcePathStyle: true })
  const app = new Hono().route(
    '/uploads',
    uploads({
      bucket: aws.bucket,
      topicArn: aws.topicArn,
      s3Client: s3,
      publicEndpoint: proxy.url,
      snsClient: new SNSClient({ ...config, endpoint: aws.snsEndpoint }),
      secret: 'a secret of the tests, thirty-two bytes and more',
      authorize: (c) =>
        c.req.header('authorization') === 'Bearer token-1' ? { subject: 'shell' } : undefined,
      routes: {
        default: {
          maxFileSize: 100 * MIB,
          minFileSize: 0,
          allowedContentTypes: ['image/png', 'text/plain', 'video/mp4'],
          multipartThreshold: 5 * MIB,
        },
      },
      log: () => {},
    }),
  )
  api = createServer(getRequestListener(app.fetch)).listen(0, 'localhost')
  await once(api, 'listening')
  const address = api.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  endpoint = `http://localhost:${address.port}/uploads`
})

afterAll(async () => {
  api?.closeAllConnections()
  api?.close()
  proxy?.close()
  await aws?.close()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'send-'))
  return () => rm(folder, { recursive: true, force: true })
})

interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(
    process.execPath,
    ['--import', 'tsx', 'demo/command/bin.ts', 'send', '--state', join(folder, 'state'), ...args],
    {
      cwd: new URL('../../', import.meta.url),
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        S3_UPLOADER_ENDPOINT: endpoint,
        S3_UPLOADER_TOKEN: 'token-1',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
}

async function send(args: readonly string[], env?: Record<string, string>): Promise<Result> {
  const child = start(args, env)
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (data) => {
    stdout += data
  })
  child.stderr?.on('data', (data) => {
    stderr += data
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

async function stored(key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: aws.bucket, Key: key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

// Each starts processes, which takes seconds on a busy machine.
describe('s3-uploader send', { timeout: 60_000 }, () => {
  it('uploads files and folders, empty ones and odd names too, and prints their keys', async () => {
    await mkdir(join(folder, 'album/deep'), { recursive: true })
    const files: Record<string, Buffer> = {
      'a "quoted" name\n.txt': randomBytes(1000),
      'album/.DS_Store': randomBytes(10),
      'album/deep/é.png': PIXEL,
      'album/empty.txt': Buffer.alloc(0),
      'film.mp4': randomBytes(11 * MIB),
    }
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
    const paths = ['a "quoted" name\n.txt', 'album', 'film.mp4'].map((name) => join(folder, name))
    const { code, stdout, stderr } = await send(['--json', ...paths])
    expect(stderr).toContain('4 of 4 uploaded.')
    expect(code).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ path }) => path.slice(folder.length + 1)).sort()).toEqual(
      Object.keys(files).filter((name) => !name.includes('DS_Store')),
    )
    for (const { path, key, size, messageId } of lines) {
      const bytes = files[path.slice(folder.length + 1)] ?? Buffer.alloc(0)
      expect(size).toBe(bytes.length)
      expect(messageId).toEqual(expect.any(String))
      expect(sha256(await stored(key))).toBe(sha256(bytes))
    }
    expect(await readdir(join(folder, 'state'))).toEqual([])
  })

  it('waits for images with --wait ready', async () => {
    await writeFile(join(folder, 'photo.png'), PIXEL)
    const { stdout } = await send([
      '--json',
      '--wait',
      'ready',
      '--metadata',
      'album=May',
      join(folder, 'photo.png'),
    ])
    expect(JSON.parse(stdout)).toMatchObject({
      image: { width: 1, height: 1 },
      variants: [{ name: 'thumb' }, { name: 'large' }],
    })
  })

  it('continues a killed upload: S3 gets the rest of its parts', async () => {
    const film = randomBytes(40 * MIB)
    const path = join(folder, 'film.mp4')
    await writeFile(path, film)
    partsStored = 0
    const child = start(['--concurrency', '1', path])
    await expect.poll(() => partsStored, { interval: 2 }).toBeGreaterThan(1)
    proxy.pause()
    // Its session is written 0.3 s after the plan.
    const sessions = async () =>
      (await readdir(join(folder, 'state'))).filter((name) => name.endsWith('.json'))
    await expect.poll(sessions).toHaveLength(1)
    child.kill('SIGKILL')
    await once(child, 'close')
    const before = partsStored
    proxy.resume()
    const { code, stdout } = await send([path])
    expect(code).toBe(0)
    expect(sha256(await stored(stdout.split('\t')[0] ?? ''))).toBe(sha256(film))
    // One part may have been stored when its answer was lost.
    expect(partsStored).toBeLessThanOrEqual(40 / 8 + 1)
    expect(before).toBeLessThan(40 / 8)
    expect(await readdir(join(folder, 'state'))).toEqual([])
  })

  it('uploads no file again that it has completed before it was killed, unless the file changed', async () => {
    await mkdir(join(folder, 'notes'))
    for (let note = 0; note < 30; note += 1)
      await writeFile(join(folder, `notes/${note}.txt`), `note ${note}`)
    await writeFile(join(folder, 'notes/z.mp4'), randomBytes(40 * MIB))
    partsStored = 0
    const child = start(['--concurrency', '1', join(folder, 'notes')])
    let printed = ''
    child.stdout?.on('data', (data) => {
      printed += data
    })
    // The film is the last file, and cannot be completed.
    await expect.poll(() => partsStored, { interval: 2, timeout: 30_000 }).toBeGreaterThan(0)
    proxy.pause()
    await expect.poll(() => printed.split('\n').length, { timeout: 30_000 }).toBeGreaterThan(5)
    child.kill('SIGKILL')
    await once(child, 'close')
    proxy.resume()
    const [first = '', changed = ''] = printed.split('\n')
    await writeFile(changed.split('\t')[1] ?? '', 'another text')
    const { code, stdout, stderr } = await send([join(folder, 'notes')])
    expect(code).toBe(0)
    expect(stderr).toMatch(/^31 of 31 uploaded, \d+ of them before\.$/m)
    expect(stdout.trim().split('\n')).toHaveLength(31)
    expect(stdout).toContain(first)
    expect(stdout).not.toContain(changed)
    expect(await readdir(join(folder, 'state'))).toEqual([])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at once and says how to go on with %s', async (signal) => {
    await writeFile(join(folder, 'film.mp4'), randomBytes(40 * MIB))
    partsStored = 0
    const child = start(['--concurrency', '1', join(folder, 'film.mp4')])
    let said = ''
    child.stderr?.on('data', (data) => {
      said += data
    })
    await expect.poll(() => partsStored, { interval: 2, timeout: 30_000 }).toBeGreaterThan(0)
    proxy.pause()
    const saved = async (kind: string) =>
      (await readdir(join(folder, 'state'))).filter((name) => name.endsWith(kind))
    await expect.poll(() => saved('.json')).toHaveLength(1)
    child.kill(signal)
    const [code] = await once(child, 'close')
    proxy.resume()
    expect(code).toBe(130)
    expect(said).toBe('Interrupted. The same command continues.\n')
    expect(await saved('.json')).toHaveLength(1)
    expect(await saved('.lock')).toEqual([])
  })

  it('says what is refused, and uploads the rest', async () => {
    await writeFile(join(folder, 'page.html'), '<p>')
    await writeFile(join(folder, 'photo.png'), PIXEL)
    const { code, stdout, stderr } = await send([join(folder, 'page.html'), join(folder, 'photo.png')])
    expect(code).toBe(1)
    expect(stderr).toContain(
      'page.html: unsupported-content-type (allowed: image/png, text/plain, video/mp4)',
    )
    expect(stderr).toContain('1 of 2 uploaded.')
    expect(stdout).toMatch(/^uploads\/.+\.png\t.+photo\.png\n$/)
  })

  it('ends with code 2 where it is used wrongly', async () => {
    const { code, stderr } = await send([join(folder, 'none.txt')])
    expect(code).toBe(2)
    expect(stderr).toMatch(/none\.txt cannot be read: ENOENT.*\n\nUsage: s3-uploader send/s)
  })

  it('fails at once where the API does not answer or refuses the token', async () => {
    const nowhere = await send(['package.json'], { S3_UPLOADER_ENDPOINT: 'http://localhost:9/uploads' })
    expect(nowhere).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^api-unreachable: .*http:\/\/localhost:9\/uploads/),
    })
    await writeFile(join(folder, 'photo.png'), PIXEL)
    const refused = await send([join(folder, 'photo.png')], { S3_UPLOADER_TOKEN: 'wrong' })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('unauthorized') })
  })
})
