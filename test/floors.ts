/**
 * Runs the tests of the API on the lowest supported releases of its peers: `npm run test:floors`. They are installed into a
 * copy of the working tree, which is deleted afterwards.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SKIPPED = ['.git', 'dist', 'node_modules']

const { peerDependencies }: { peerDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)
const floors = Object.entries(peerDependencies)
  .filter(([name]) => /^(hono$|@hono\/|@aws-sdk\/)/.test(name))
  .map(([name, range]) => `${name}@${/\d+\.\d+\.\d+/.exec(range)?.[0]}`)

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: copy, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
}

const copy = mkdtempSync(join(tmpdir(), 'floors-'))
try {
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !SKIPPED.some((name) => path === join(root, name)),
  })
  run('npm', 'ci', '--no-audit', '--no-fund')
  run('npm', 'install', '--no-save', '--no-audit', '--no-fund', ...floors)
  run('npx', 'vitest', 'run', '--project', 'node', 'test/server')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}
