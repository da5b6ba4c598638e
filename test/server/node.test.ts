/** The Node entry as the process it is. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { photo, required } from './support/upload-service.ts'

const token = 'a-token-of-some-length'
const environment = {
  PATH: process.env.PATH,
  // The AWS SDK warns about old versions of Node.
  NODE_NO_WARNINGS: '1',
  PORT: '0',
  UPLOAD_BUCKET: required.bucket,
  UPLOAD_TOPIC_ARN: required.topicArn,
  UPLOAD_SECRET: required.secret,
  UPLOAD_TOKEN: token,
  UPLOAD_ALLOWED_ORIGINS: 'https://app.example',
  UPLOAD_DRAIN_SECONDS: '0',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'never-to-be-seen',
}

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function start(changes: Record<string, string | undefined> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/node.ts'], {
    cwd: new URL('../..', import.meta.url),
    env: { ...environment, ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const output = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text))
  const exit = once(child, 'close').then(([code]) => code as number | null)
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /http:\/\/localhost:\d+\/uploads/.exec(output.out)?.[0]
      if (found) resolve(found)
    })
    exit.then(() => reject(new Error(output.err)), reject)
  })
  url.catch(() => {})
  return { child, output, exit, url }
}

describe('the server process', () => {
  it('serves the API behind its token, with health and CORS, and ends cleanly on a signal', async () => {
    const { child, output, exit, url } = start()
    const base = await url
    expect(await (await fetch(new URL('/healthz', base))).json()).toEqual({ status: 'ok' })
    expect((await fetch(`${base}/config`)).status).toBe(200)

    const presign = (headers: Record<string, string>) =>
      fetch(`${base}/presign`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://app.example', ...headers },
        body: JSON.stringify({ files: [photo] }),
      })
    const refused = await presign({ authorization: 'Bearer wrong' })
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(await refused.json()).toMatchObject({
      code: 'unauthorized',
      instance: refused.headers.get('x-request-id'),
    })
    const granted = await presign({ authorization: `Bearer ${token}` })
    expect(await granted.json()).toMatchObject({ uploads: [{ ok: true, plan: { kind: 'post' } }] })

    const preflight = await fetch(`${base}/presign`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    const foreign = await fetch(`${base}/config`, { headers: { origin: 'https://evil.example' } })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()

    child.kill('SIGTERM')
    expect(await exit).toBe(0)
    expect(output.out + output.err).not.toMatch(/never-to-be-seen|a-token|thirty-two|X-Amz/)
  })

  it('finishes a request that is under way when the signal comes', async () => {
    const { child, exit, url } = start()
    const { port } = new URL(await url)
    const body = JSON.stringify({ files: [photo] })
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
    const head = [
      'POST /uploads/presign HTTP/1.1',
      'host: x',
      `authorization: Bearer ${token}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
      'connection: close',
    ]
    socket.write(`${head.join('\r\n')}\r\nexpect: 100-continue\r\n\r\n`)
    // `100 Continue`: the server has the request and waits for the body.
    await once(socket, 'data')
    child.kill('SIGTERM')
    await expect(fetchUntilRefused(await url)).resolves.toBe('refused')
    socket.write(body)
    await once(socket, 'end')
    expect(answer).toContain('HTTP/1.1 200 OK')
    expect(await exit).toBe(0)
  })

  it('loses no request of 50 keep-alive clients when the signal comes', async () => {
    const { child, exit, url } = start({ UPLOAD_DRAIN_SECONDS: '2' })
    const base = await url
    const body = JSON.stringify({ files: [photo] })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    let answered = 0
    // As a load balancer: one connection, reused until the server says that it closes it.
    const client = async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (let isOpen = true; isOpen; ) {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
          const sent = request(`${base}/presign`, { method: 'POST', agent, headers }, resolve)
          sent.once('error', reject).end(body)
        })
        expect(response.statusCode).toBe(200)
        response.resume()
        await once(response, 'end')
        answered++
        isOpen = response.headers.connection !== 'close'
      }
      agent.destroy()
    }
    const clients = Promise.all(Array.from({ length: 50 }, client))
    await expect.poll(() => answered).toBeGreaterThan(100)
    child.kill('SIGTERM')
    await clients
    expect((await fetch(new URL('/readyz', base))).status).toBe(503)
    expect(await exit).toBe(0)
  })

  it('keeps idle connections longer than load balancers do, and listens where HOST says', async () => {
    const { url, output } = start({ HOST: '127.0.0.1', UPLOAD_BASE_PATH: '/api/files' })
    await expect.poll(() => output.out).toContain('http://127.0.0.1:')
    url.catch(() => {})
    const base = /http:\/\/127\.0\.0\.1:\d+\/api\/files/.exec(output.out)?.[0] ?? ''
    const response = await new Promise<IncomingMessage>((resolve) => get(`${base}/config`, resolve))
    expect(response.headers['keep-alive']).toBe('timeout=75')
    response.resume()
  })

  it('writes one line for each call, without the subject', async () => {
    const { url, output } = start()
    await fetch(`${await url}/presign`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-request-id': 'r-1',
      },
      body: JSON.stringify({ files: [photo, { ...photo, type: 'text/html' }] }),
    })
    await expect.poll(() => output.out).toContain('"call":"presign"')
    const line = output.out.split('\n').find((text) => text.includes('"call":"presign"')) ?? ''
    expect(JSON.parse(line)).toEqual({
      time: expect.stringMatching(/^20\d\d-/),
      level: 'info',
      service: 's3-uploader',
      call: 'presign',
      status: 200,
      durationMs: expect.any(Number),
      subject: expect.stringMatching(/^[0-9a-f]{12}$/),
      route: 'default',
      requestId: 'r-1',
      succeeded: 1,
      failed: { 'unsupported-content-type': 1 },
    })
  })

  it('tells at the start what is wrong with the bucket, and is not ready', async () => {
    const store = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1')
    await once(store, 'listening')
    const { port } = store.address() as AddressInfo
    const { url, output } = start({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })
    const ready = await fetch(new URL('/readyz', await url))
    expect(ready.status).toBe(503)
    const fault = `Bucket ${required.bucket}: It does not exist: check its name.`
    expect(await ready.json()).toMatchObject({ status: 'not-ready', faults: expect.arrayContaining([fault]) })
    await expect.poll(() => output.err).toContain(fault)
    store.close()
  })

  it('limits each address in public mode', async () => {
    const { url } = start({ UPLOAD_TOKEN: undefined, UPLOAD_PUBLIC: 'true', UPLOAD_RATE_LIMIT: '3' })
    const base = await url
    const statuses: number[] = []
    for (let call = 0; call < 4; call++) statuses.push((await fetch(`${base}/config`)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const limited = await fetch(`${base}/config`)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await limited.json()).toMatchObject({ code: 'rate-limited', retryable: true })
  })

  it('lists everything missing and exits with 1, without a stack', async () => {
    const { exit, output } = start({ UPLOAD_BUCKET: undefined, UPLOAD_SECRET: '', UPLOAD_TOKEN: undefined })
    expect(await exit).toBe(1)
    for (const name of ['UPLOAD_BUCKET', 'UPLOAD_SECRET', 'UPLOAD_TOKEN'])
      expect(output.err).toContain(`${name} is missing`)
    expect(output.err).not.toMatch(/^\s+at /m)
  })

  it('lists malformed variables the same way', async () => {
    const { exit, output } = start({ UPLOAD_SECRET: 'short', UPLOAD_TOPIC_ARN: 'topic' })
    expect(await exit).toBe(1)
    expect(output.err).toContain('32 are needed')
    expect(output.err).toContain('topicArn')
    expect(output.err).not.toContain('short')
  })

  it('reports in one line that its port is in use', async () => {
    const holder = createServer().listen(0)
    await once(holder, 'listening')
    const { port } = holder.address() as AddressInfo
    const { exit, output } = start({ PORT: `${port}` })
    expect(await exit).toBe(1)
    expect(output.err).toBe(`Port ${port} is already in use.\n`)
    holder.close()
  })
})

/** Polls, with the test's own timeout as the deadline: the process handles the signal a moment later. */
async function fetchUntilRefused(url: string): Promise<'refused'> {
  for (;;) {
    try {
      await fetch(`${url}/config`, { headers: { connection: 'close' } })
    } catch {
      return 'refused'
    }
  }
}
