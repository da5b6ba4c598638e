/**
 * `npm run bench:lambda`: what the image processor costs beside bare sharp with the same options, in one run; whether
 * memory stays within its estimate and flat in a warm process; the size of the zip. About five minutes.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = fileURLToPath(new URL('lambda-job.ts', import.meta.url))
const zip = fileURLToPath(new URL('../../dist/lambda.zip', import.meta.url))

interface Comparison {
  theirMs: number
  oursMs: number
  ratio: number
}

async function job<T>(...args: string[]): Promise<T> {
  // As the function is deployed: with more arenas freed memory is not returned.
  const env = { ...process.env, MALLOC_ARENA_MAX: '2' }
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...args], { env })
  return JSON.parse(stdout)
}

function print(...columns: (string | number)[]): void {
  const texts = columns.map((column) =>
    typeof column === 'number' ? column.toFixed(column < 10 ? 2 : 0) : column,
  )
  process.stdout.write(
    `${texts.map((text, index) => (index === 0 ? text.padEnd(44) : text.padStart(10))).join('')}\n`,
  )
}

print('CPU time, median', 'bare ms', 'ours ms', 'ratio')
for (const kind of ['jpeg-12', 'jpeg-24', 'png-12', 'webp-12']) {
  const { theirMs, oursMs, ratio } = await job<Comparison>('thumb', kind)
  print(`one 100×100 thumb of ${kind} MP: bare ÷ ours`, theirMs, oursMs, 1 / ratio)
}
for (const kind of ['jpeg-24', 'png-12']) {
  const { theirMs, oursMs, ratio } = await job<Comparison>('eight', kind)
  print(`8 outputs of ${kind} MP: ours ÷ one pipeline each`, theirMs, oursMs, ratio)
}

print('')
print('memory, default variants', 'estimate', 'peak MB')
const folder = await mkdtemp(join(tmpdir(), 'bench-lambda-'))
for (const kind of [
  'jpeg-24',
  'jpeg-108',
  'jpeg-200',
  'progressive-24',
  'progressive-108',
  'png-24',
  'interlaced-24',
  'webp-24',
  'avif-12',
]) {
  const path = join(folder, kind)
  await job('make', kind, path)
  const { estimateMb, peakMb } = await job<{ estimateMb: number; peakMb: number }>('peak', kind, path)
  print(`${kind} MP`, estimateMb, peakMb)
}
await rm(folder, { recursive: true })

print('')
const { rssMb } = await job<{ rssMb: number[] }>('warm', '500')
print('500 mixed jobs, RSS in MB after every 50')
process.stdout.write(`${rssMb.join(' ')}\n`)
const size = await stat(zip).then(
  ({ size: bytes }) => bytes,
  () => null,
)
print('zip', size === null ? 'none: npm run build, see lambda/README.md' : `${(size / 1e6).toFixed(1)} MB`)
