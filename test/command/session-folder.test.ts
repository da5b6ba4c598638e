import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { SessionFolder } from '../../demo/command/send/session-folder.ts'

it('removes what a killed command left: locks without a session, and sessions that are written in part', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sessions-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'close')
  await writeFile(join(folder, 'dead.lock'), String(child.pid))
  await writeFile(join(folder, 'alive.lock'), String(process.pid))
  await writeFile(join(folder, `dead.json.${child.pid}`), '{')
  await writeFile(join(folder, 'session.json'), '{}')
  await writeFile(join(folder, 'session.lock'), String(child.pid))
  expect(await new SessionFolder(folder).all()).toEqual([{}])
  expect((await readdir(folder)).sort()).toEqual(['alive.lock', 'session.json', 'session.lock'])
})
