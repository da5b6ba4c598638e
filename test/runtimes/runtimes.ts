/** Runtimes that the API is tested in, and how each is started with its program of `server/runtimes.md`. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { freePort } from '../conformance/free-port.ts'
import { bundleForEdge } from '../server/support/bundle-for-edge.ts'
import { fetchFrom } from '../server/support/function-url.ts'
import type { Fetch } from './journey.ts'
import { type Adapter, writeSnippet } from './snippets.ts'

export interface Runtime {
  name: string
  /** What npm installs, under this alias. */
  packages: Readonly<Record<string, string>>
  version(installed: string): string
  start(place: Place): Promise<Started>
}

export interface Place {
  /** Of the installed packages. */
  installed: string
  /** For the programs; within this working tree, so that they find its packages. */
  folder: string
  adapter: Adapter
  environment: Readonly<Record<string, string>>
}

interface Started {
  fetch: Fetch
  stop(): Promise<void>
}

const DENO = [
  'run',
  '--allow-net',
  '--allow-env',
  '--allow-read',
  '--allow-sys',
  '--no-check',
  '--sloppy-imports',
]
const WORKER_BINDINGS = [
  'UPLOAD_BUCKET',
  'UPLOAD_TOPIC_ARN',
  'UPLOAD_SECRET',
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL_SNS',
]

const bin = (installed: string, path: string) => join(installed, 'node_modules', path)

function versionOf(program: string): string {
  return (
    /\d+\.\d+\.\d+|\d{4}-\d\d-\d\d/.exec(spawnSync(program, ['--version']).stdout.toString())?.[0] ??
    'unknown'
  )
}

function node(major: number, version: string): Runtime {
  const program = (installed: string) => bin(installed, `node${major}/bin/node`)
  return {
    name: `Node ${major}`,
    packages: { [`node${major}`]: `npm:node@${version}` },
    version: (installed) => versionOf(program(installed)),
    start: (place) => startNode(program(place.installed), place),
  }
}

const startNode = (program: string, place: Place) =>
  serve(program, ['--no-warnings', writeSnippet('node.ts', place.folder, place.adapter)], place)

export const thisNode: Runtime = {
  name: `Node ${process.versions.node.split('.')[0]}`,
  packages: {},
  version: () => process.versions.node,
  // Node 20 needs a loader for TypeScript.
  start: (place) =>
    serve(process.execPath, ['--import', 'tsx', writeSnippet('node.ts', place.folder, place.adapter)], place),
}

const lambda = (encoding: 'text' | 'base64'): Runtime => ({
  name: `AWS Lambda, function URL (payload 2.0), body as ${encoding}`,
  packages: {},
  version: () => `on Node ${process.versions.node}`,
  async start({ folder, adapter, environment }) {
    const before = { ...process.env }
    Object.assign(process.env, environment, { UPLOAD_AWS_CLIENT: adapter })
    const program = pathToFileURL(writeSnippet('lambda.ts', folder, adapter))
    const { handler } = await import(`${program.href}?${adapter}-${encoding}`)
    const fetchApi = fetchFrom(handler, encoding)
    return {
      fetch: (path, init) => fetchApi(`/uploads${path}`, init),
      async stop() {
        process.env = before
      },
    }
  },
})

export const runtimes: readonly Runtime[] = [
  thisNode,
  node(22, '22.23.3'),
  node(24, '24.9.0'),
  {
    name: 'Bun',
    packages: { bun: '1.4.5' },
    version: (installed) => versionOf(bin(installed, '.bin/bun')),
    start: (place) =>
      serve(bin(place.installed, '.bin/bun'), [writeSnippet('bun.ts', place.folder, place.adapter)], place),
  },
  {
    name: 'Deno',
    packages: { deno: '2.9.6' },
    version: (installed) => versionOf(bin(installed, '.bin/deno')),
    start: (place) =>
      serve(
        bin(place.installed, '.bin/deno'),
        [...DENO, writeSnippet('deno.ts', place.folder, place.adapter)],
        place,
      ),
  },
  {
    name: 'Cloudflare Workers (workerd)',
    packages: { workerd: '1.20261117.1' },
    version: (installed) => versionOf(bin(installed, '.bin/workerd')),
    start: startWorkerd,
  },
  lambda('text'),
  lambda('base64'),
]

async function startWorkerd(place: Place): Promise<Started> {
  const { folder, installed, adapter, environment } = place
  const entry = writeSnippet('worker.ts', folder, adapter)
  writeFileSync(join(folder, 'worker.js'), await bundleForEdge(entry))
  const bindings = WORKER_BINDINGS.map(
    (name) => `(name = "${name}", text = ${JSON.stringify(environment[name] ?? '')})`,
  )
  const port = await freePort()
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "api", worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      bindings = [${bindings.join(', ')}],
      compatibilityDate = "2026-11-01",
    )),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "api")],
);
`
  writeFileSync(join(folder, 'config.capnp'), config)
  const args = ['serve', join(folder, 'config.capnp')]
  return serve(bin(installed, '.bin/workerd'), args, place, port)
}

/** Starts a program that serves on `PORT` and waits until it answers. */
async function serve(program: string, args: readonly string[], place: Place, at?: number): Promise<Started> {
  const port = at ?? (await freePort())
  const { PATH = '', HOME = '' } = process.env
  const child: ChildProcess = spawn(program, args, {
    env: { PATH, HOME, ...place.environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.on('error', (error) => {
    errors += error.message
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const origin = `http://127.0.0.1:${port}/uploads`
  for (let tries = 0; (await fetch(`${origin}/config`).catch(() => null)) === null; tries += 1) {
    if (tries < 600 && child.exitCode === null && child.pid !== undefined) await delay(100)
    else {
      await stop()
      throw new Error(`${program} did not start: ${errors.slice(0, 2000)}`)
    }
  }
  return { fetch: (path, init) => fetch(origin + path, init), stop }
}
