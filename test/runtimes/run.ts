/**
 * `npm run test:runtimes`: the API in every runtime of `server/runtimes.md`, with and without the AWS SDK, and writes its table. The runtimes are installed
 * into a folder of this machine's temporary one, or into `RUNTIMES_FOLDER`, and kept there for the next run.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onLocalAws, type RuntimeResult } from './on-local-aws.ts'
import { runtimes } from './runtimes.ts'
import { page } from './snippets.ts'

const installed = process.env.RUNTIMES_FOLDER ?? join(tmpdir(), 's3-uploader-runtimes')
const packages = Object.assign({}, ...runtimes.map((runtime) => runtime.packages))
const missing = Object.keys(packages).some((name) => !existsSync(join(installed, 'node_modules', name)))
if (missing) install()

const print = (line: string) => void process.stdout.write(`${line}\n`)
const results = await onLocalAws(runtimes, installed, print)
const lightResults = await onLocalAws(runtimes, installed, print, 'light')
const rows = results.map((result, index) => {
  const light = lightResults[index]
  return `| ${result.name} | ${result.version} | ${passed(result)} | ${light === undefined ? '' : passed(light)} |\n`
})
const text = readFileSync(page, 'utf8')
writeFileSync(
  page,
  text.replace(/(\| Runtime \|.*\n\|-.*\n)(?:\|.*\n)*/, (_, head) => head + rows.join('')),
)
const isGood = ({ steps }: RuntimeResult) => steps.length >= 10 && steps.every(({ fault }) => fault === null)
if (![...results, ...lightResults].every(isGood)) process.exitCode = 1

function passed({ steps }: RuntimeResult): string {
  return `${steps.filter(({ fault }) => fault === null).length}/${steps.length}`
}

function install(): void {
  mkdirSync(installed, { recursive: true })
  const allowScripts = Object.fromEntries(Object.keys(packages).map((name) => [name, true]))
  const manifest = { private: true, dependencies: packages, allowScripts }
  writeFileSync(join(installed, 'package.json'), JSON.stringify(manifest, null, 2))
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: installed,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The runtimes could not be installed')
}
