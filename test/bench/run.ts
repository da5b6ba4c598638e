/**
 * `npm run bench`: how fast the element uploads files in a real browser, beside the floor of a bare loop and, with
 * `--rivals`, beside other uploaders. Each subject in a fresh browser, in turns, medians of three rounds. README.md
 * explains the columns.
 */
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserLaunchOptions } from '../support/browser-launch-options.ts'
import { findBrowser } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'
import { parseBenchOptions } from './bench-options.ts'
import { profileTable } from './cpu-profile.ts'
import { type Measurement, measure } from './measure.ts'
import { workloadTable } from './report.ts'
import { SinkProcess } from './sink/sink-process.ts'
import { buildSite } from './subjects/build-site.ts'
import { makeFiles } from './temp-files.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const { workloads, subjects, rounds, cpuProfile } = parseBenchOptions(process.argv.slice(2), process.env)
if (subjects.some(({ isRival }) => isRival) && !existsSync(join(import.meta.dirname, 'node_modules'))) {
  throw new Error('The other uploaders are not installed: npm install --prefix test/bench')
}
const machine = thisMachine()
const found = findBrowser(machine, 'chromium')
if (found === null) throw new Error('No Chromium; npm run test:browser tells how to get one.')

const folder = await mkdtemp(join(tmpdir(), 'bench-'))
// Also after an error: removes the large file. Puppeteer closes the browser in the same event.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const site = join(folder, 'site')
const maps = await buildSite(site, subjects, cpuProfile ? 'kept' : 'minified')
const sink = await SinkProcess.start(site)
const launchOptions = browserLaunchOptions(found, machine)
print(
  `${found.version}, Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds\n`,
)
try {
  for (const workload of workloads) {
    const paths = await makeFiles(folder, workload)
    const rows = subjects.map((subject) => ({ subject, rounds: [] as Measurement[] }))
    for (let round = 0; round < rounds; round += 1) {
      // Rotated each round, so that no subject always follows the same one.
      const order = round % 2 === 0 ? rows : [...rows].reverse()
      for (const row of order) {
        // A subject that was stopped once would be stopped again.
        if (row.rounds.some(({ result }) => result === null)) continue
        row.rounds.push(await measure(row.subject, workload, paths, { sink, launchOptions, cpuProfile }))
      }
    }
    print(workloadTable(workload, rows))
    for (const { subject, rounds: measured } of rows) {
      for (const { cpuProfile: profile } of measured) {
        if (profile !== null) print(`${subject.title}:\n\n${profileTable(profile, maps)}`)
      }
    }
    for (const path of paths) await rm(path)
  }
  print(`load at the end ${loadavg()[0]?.toFixed(1)}`)
} finally {
  await sink.stop()
}
