import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localCredentials } from '../../demo/local/index.ts'
import { thisMachine } from '../support/machine.ts'
import { freePort } from './free-port.ts'
import { createTarget } from './s3-target.ts'
import type { RunningS3 } from './start-embedded.ts'
import { StoreUnavailable } from './store-unavailable.ts'

/** Starts a new gateway on a free port. Rejects with StoreUnavailable if it is not installed and cannot be installed. */
export async function startCeph(): Promise<RunningS3> {
  const { isRoot, distribution } = thisMachine()
  const isInstalled = (await run('sh', ['-c', 'command -v radosgw ceph-mon ceph-osd'])).code === 0
  if (!isInstalled && !(isRoot && distribution === 'debian')) {
    throw new StoreUnavailable('Skipped: Ceph is not installed, and can be only by root on Debian.')
  }
  const port = String(await freePort())
  // The embedded SNS accepts only these credentials, and the SDK uses the same for both.
  const keys = {
    RGW_ACCESS_KEY: localCredentials.accessKeyId,
    RGW_SECRET_KEY: localCredentials.secretAccessKey,
  }
  const folder = await mkdtemp(join(tmpdir(), 'ceph-'))
  const place = ['--port', port, '--dir', join(folder, 'state')]
  const stop = async () => {
    await run(script('ceph-down'), place)
    await rm(folder, { recursive: true, force: true })
  }
  const { code, output } = await run(script('ceph-up'), [...place, '--json'], keys)
  if (code !== 0) {
    await stop()
    throw new Error(`ceph-up ended with ${code}`)
  }
  const { endpoint, accessKeyId, secretAccessKey, region } = JSON.parse(output)
  return {
    target: createTarget({ server: 'ceph', endpoint, region, credentials: { accessKeyId, secretAccessKey } }),
    stop,
  }
}

function script(name: string): string {
  return fileURLToPath(new URL(`./ceph/${name}`, import.meta.url))
}

/** Shows standard error: an installation takes half a minute and prints its progress. */
async function run(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const [code] = await once(child, 'close')
  return { code: Number(code ?? 1), output }
}
