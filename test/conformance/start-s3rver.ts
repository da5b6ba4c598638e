/** s3rver from npm, installed into a temporary folder: a store without lists of parts. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { createTarget } from './s3-target.ts'
import type { RunningS3 } from './start-embedded.ts'
import { StoreUnavailable } from './store-unavailable.ts'

const VERSION = '3.7.1'
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

/** Rejects with StoreUnavailable if npm cannot install it. */
export async function startS3rver(): Promise<RunningS3> {
  const folder = await mkdtemp(join(tmpdir(), 's3rver-'))
  let child: ChildProcess | undefined
  const stop = async () => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await writeFile(join(folder, 'package.json'), '{"private": true}')
    const options = { cwd: folder, stdio: 'ignore' } as const
    const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', `s3rver@${VERSION}`], options)
    if (status !== 0) throw new StoreUnavailable('Skipped: npm could not install s3rver.')
    await mkdir(join(folder, 'objects'))
    const port = await freePort()
    const program = join(folder, 'node_modules/s3rver/bin/s3rver.js')
    child = spawn(
      process.execPath,
      [program, '-d', join(folder, 'objects'), '-a', '127.0.0.1', '-p', `${port}`],
      options,
    )
    const endpoint = `http://127.0.0.1:${port}`
    for (let tries = 0; (await fetch(endpoint).catch(() => null)) === null; tries += 1) {
      if (tries === 300) throw new Error('s3rver did not start within 30 s')
      await delay(100)
    }
    return {
      target: createTarget({ server: 's3rver', endpoint, region: 'us-east-1', credentials: CREDENTIALS }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
