/**
 * The API on Cloudflare's own runtime. Its binary has 150 MB and is not a dependency: install `workerd`
 * anywhere and name the binary in `WORKERD_PATH`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { bundleForEdge } from './support/bundle-for-edge.ts'
import { bringLargeFile, completeSmall } from './support/edge-journey.ts'
import { secret } from './support/upload-service.ts'

const { WORKERD_PATH = '' } = process.env

describe.runIf(WORKERD_PATH !== '')('on workerd', () => {
  let folder: string
  let aws: LocalAws
  let workerd: ChildProcess
  let origin: string
  const trace: TraceEntry[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workerd-'))
    aws = await startLocalAws({ lambda: false, onTrace: (entry) => trace.push(entry) })
    const { bucket, topicArn, region, s3Endpoint, snsEndpoint, accessKeyId, secretAccessKey } = aws
    const credentials = { accessKeyId, secretAccessKey }
    const options = { bucket, topicArn, region, endpoint: s3Endpoint, snsEndpoint, credentials, secret }
    await writeFile(join(folder, 'worker.js'), await bundleForEdge('test/server/support/worker-entry.ts'))
    await writeFile(join(folder, 'options.json'), JSON.stringify(options))
    await writeFile(join(folder, 'config.capnp'), config)
    workerd = spawn(
      WORKERD_PATH,
      ['serve', '--control-fd=1', '--socket-addr=http=127.0.0.1:0', 'config.capnp'],
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    origin = `http://127.0.0.1:${await portOf(workerd)}`
  }, 60_000)

  afterAll(async () => {
    workerd.kill('SIGKILL')
    await aws.close()
    await rm(folder, { recursive: true })
  })

  const call = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }

  it('presigns, completes, reports the status and publishes once', async () => {
    const messageId = await completeSmall(call)
    const published = trace.flatMap((entry) =>
      entry.service === 'sns' && entry.phase === 'end' && entry.operation === 'Publish'
        ? [entry.messageId]
        : [],
    )
    expect(published).toEqual([messageId])
  })

  it('assembles a large file, lists and aborts', async () => {
    await bringLargeFile(call)
  })
})

const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "api", worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      bindings = [(name = "OPTIONS", text = embed "options.json")],
      compatibilityDate = "2025-06-01",
    )),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", http = (), service = "api")],
);
`

/** From workerd's line of JSON about its port. */
async function portOf({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('workerd has no output')
  stdout.setEncoding('utf8')
  let text = ''
  for (;;) {
    const [chunk] = await once(stdout, 'data')
    text += chunk
    const port = /"port":\s*(\d+)/.exec(text)?.[1]
    if (port !== undefined) return Number(port)
  }
}
