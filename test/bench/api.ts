/**
 * `npm run bench:api`: what one file costs the API, on both adapters, beside a bare HMAC and the AWS SDK alone. Microseconds of
 * this process's CPU for each file, medians of five rounds in turns; S3 and SNS run in a process of their own.
 */
import * as sdk from '../../server/index.ts'
import * as light from '../../server/light.ts'
import { callingSubjects } from './api/calling-subjects.ts'
import { coldImports } from './api/cold-import.ts'
import { medianOf } from './api/median-of.ts'
import { memoryOver } from './api/memory.ts'
import { presigning, signingSubjects } from './api/signing-subjects.ts'
import { StoreProcess } from './api/store-process.ts'
import { ITEMS, type Subject } from './api/subject.ts'

const ROUNDS = 5

const store = await StoreProcess.start()
try {
  const subjects = [...signingSubjects(), ...(await callingSubjects(store.environment))]
  const medians = await measured(subjects)
  const unit = medians[0] ?? Number.NaN
  print('| One file | µs of CPU | × bare HMAC | aim |\n|---|--:|--:|--:|')
  for (const [index, { name, aim }] of subjects.entries()) {
    const median = medians[index] ?? Number.NaN
    print(`| ${name} | ${round(median)} | ${round(median / unit)} | ${aim === undefined ? '' : `≤ ${aim}`} |`)
  }
} finally {
  await store.stop()
}

print('\n| Cold import | ms | aim |\n|---|--:|--:|')
for (const { name, ms, aim } of await coldImports()) {
  print(`| ${name} | ${round(ms)} | ${aim === undefined ? '' : `≤ ${aim}`} |`)
}

print('\n| Heap in use over 100,000 presigns | MB before | MB after |\n|---|--:|--:|')
for (const [name, uploads] of [
  ['SDK', sdk.uploads],
  ['light', light.uploads],
] as const) {
  const { before, after } = await memoryOver(presigning(uploads))
  print(`| ${name} | ${before.toFixed(1)} | ${after.toFixed(1)} |`)
}
// Connections that are kept alive would hold the process.
process.exit()

/** Microseconds for one item, by subject. */
async function measured(subjects: readonly Subject[]): Promise<number[]> {
  const figures = subjects.map((): number[] => [])
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, { turns, prepare, work }] of subjects.entries()) {
      let microseconds = 0
      for (let turn = 0; turn < turns; turn += 1) {
        await prepare?.()
        const before = process.cpuUsage()
        await work()
        const { user, system } = process.cpuUsage(before)
        microseconds += user + system
      }
      if (round > 0) figures[index]?.push(microseconds / turns / ITEMS)
    }
  }
  return figures.map(medianOf)
}

function round(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
