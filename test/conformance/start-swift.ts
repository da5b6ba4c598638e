/** OpenStack Swift with its S3 API, from Debian: one disk, one process for each server, all in a temporary folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { thisMachine } from '../support/machine.ts'
import { freePort } from './free-port.ts'
import { createTarget } from './s3-target.ts'
import type { RunningS3 } from './start-embedded.ts'
import { StoreUnavailable } from './store-unavailable.ts'

const PACKAGES = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached']
const PROGRAMS = ['proxy-server', 'object-server', 'ring-builder'].map((name) => `/usr/bin/swift-${name}`)
const MEMCACHED = '/usr/bin/memcached'
const CREDENTIALS = { accessKeyId: 'test:tester', secretAccessKey: 'testing' }
const SERVERS = ['account', 'container', 'object'] as const

/** Rejects with StoreUnavailable if it is not installed and cannot be installed. */
export async function startSwift(): Promise<RunningS3> {
  install()
  const folder = await mkdtemp(join(tmpdir(), 'swift-'))
  const children: ChildProcess[] = []
  const stop = async () => {
    for (const child of children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    )) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await mkdir(join(folder, 'devices', 'd1'), { recursive: true })
    await writeFile(
      join(folder, 'swift.conf'),
      '[swift-hash]\nswift_hash_path_suffix = a\n\n[storage-policy:0]\nname = one\ndefault = yes\n',
    )
    for (const server of SERVERS) {
      const port = await freePort()
      buildRing(folder, server, port)
      await writeFile(join(folder, `${server}.conf`), storageConfig(folder, server, port))
      children.push(start(folder, server))
      await untilAnswered(() => answers(`http://127.0.0.1:${port}`))
    }
    const [port, cachePort] = [await freePort(), await freePort()]
    // Without it, S3 requests fail with 500.
    const cache = ['-u', 'root', '-l', '127.0.0.1', '-p', `${cachePort}`, '-m', '16']
    children.push(spawn(MEMCACHED, cache, { stdio: 'ignore' }))
    await writeFile(join(folder, 'proxy.conf'), proxyConfig(folder, port, cachePort))
    children.push(start(folder, 'proxy'))
    const endpoint = `http://127.0.0.1:${port}`
    await untilAnswered(() => isHealthy(endpoint))
    return {
      target: createTarget({ server: 'swift', endpoint, region: 'us-east-1', credentials: CREDENTIALS }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function install(): void {
  if ([...PROGRAMS, MEMCACHED].every((program) => existsSync(program))) return
  const { isRoot, distribution } = thisMachine()
  const args = ['install', '-y', '--no-install-recommends', ...PACKAGES]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const isInstalled =
    isRoot &&
    distribution === 'debian' &&
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
  if (!isInstalled) {
    throw new StoreUnavailable('Skipped: Swift is not installed, and can be only by root on Debian.')
  }
}

function buildRing(folder: string, server: string, port: number): void {
  const builder = join(folder, `${server}.builder`)
  const device = ['--region', '1', '--zone', '1', '--ip', '127.0.0.1', '--port', `${port}`, '--device', 'd1']
  for (const args of [['create', '4', '1', '0'], ['add', ...device, '--weight', '1'], ['rebalance']]) {
    // A warning ends with 1.
    const { status } = spawnSync('/usr/bin/swift-ring-builder', [builder, ...args])
    if (status !== 0 && status !== 1) throw new Error(`swift-ring-builder ${args[0]} ended with ${status}`)
  }
}

function start(folder: string, server: string): ChildProcess {
  const args = [join(folder, `${server}.conf`)]
  return spawn(`/usr/bin/swift-${server}-server`, args, { stdio: 'ignore', cwd: folder })
}

async function untilAnswered(isReady: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isReady()); tries += 1) {
    if (tries === 300) throw new Error('Swift did not start within 30 s')
    await delay(100)
  }
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url).catch(() => null)) !== null
}

async function isHealthy(endpoint: string): Promise<boolean> {
  return (await fetch(`${endpoint}/healthcheck`).catch(() => null))?.ok === true
}

/** Without workers a server is one process. */
const SHARED = (folder: string, port: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
user = root
swift_dir = ${folder}
workers = 0
`

function storageConfig(folder: string, server: string, port: number): string {
  return `${SHARED(folder, port)}devices = ${join(folder, 'devices')}
mount_check = false

[pipeline:main]
pipeline = ${server}-server

[app:${server}-server]
use = egg:swift#${server}
`
}

function proxyConfig(folder: string, port: number, cachePort: number): string {
  const filters = [
    'catch_errors',
    'gatekeeper',
    'healthcheck',
    'memcache',
    'bulk',
    's3api',
    'tempauth',
    'slo',
    'dlo',
  ]
  const settings: Partial<Record<string, string>> = {
    s3api: 'location = us-east-1\nallow_no_owner = true\nauth_pipeline_check = false\n',
    memcache: `memcache_servers = 127.0.0.1:${cachePort}\n`,
    tempauth: 'user_test_tester = testing .admin\n',
  }
  const sections = filters.map((name) => `[filter:${name}]\nuse = egg:swift#${name}\n${settings[name] ?? ''}`)
  return `${SHARED(folder, port)}
[pipeline:main]
pipeline = ${filters.join(' ')} proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true

${sections.join('\n')}`
}
