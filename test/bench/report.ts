/** Measurements as Markdown tables. Pure. */
import type { Measurement } from './measure.ts'
import type { Subject } from './subjects/subject.ts'
import type { Workload } from './workload.ts'

export interface Row {
  readonly subject: Subject
  /** One measurement per round. */
  readonly rounds: readonly Measurement[]
}

const COLUMNS = [
  'wall s (spread)',
  '× floor',
  'MB/s',
  'longest task ms',
  'browser CPU s',
  'peak JS heap MB',
  'preflights',
  'API calls (presign/parts/complete)',
  'S3 requests',
  'files lost',
  'sent twice',
]
const FLOOR = 'raw-batch'

export function workloadTable(workload: Workload, rows: readonly Row[]): string {
  const floor = rows.find(({ subject }) => subject.name === FLOOR)
  const faults = Math.max(0, ...rows.flatMap(({ rounds }) => rounds.map(({ tally }) => tally.faultsMet)))
  return [
    `**${workload.name} ${workload.profile}: ${workload.title}**${faults === 0 ? '' : ` (faults met: ${faults})`}`,
    '',
    `| | ${COLUMNS.join(' | ')} |`,
    `| --- | ${COLUMNS.map(() => '--:').join(' | ')} |`,
    ...rows.map((row) => `| ${row.subject.title} | ${cells(workload, row, floor).join(' | ')} |`),
    '',
  ].join('\n')
}

/** The median; of an even count the higher of the two, of an empty list 0. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** One ratio per round; empty if any round was stopped. */
function wallsOf({ rounds }: Row): number[] {
  const walls = rounds.flatMap(({ result }) => (result === null ? [] : [result.wallMs]))
  return walls.length === rounds.length ? walls : []
}

/** Per round, because the speed of a shared machine varies between rounds. */
function ratioToFloor(walls: readonly number[], floor: Row | undefined): string {
  const ratios = (floor === undefined ? [] : wallsOf(floor)).map(
    (floorMs, round) => floorMs / (walls[round] ?? 0),
  )
  return ratios.length === 0 ? '–' : median(ratios).toFixed(2)
}

function cells(workload: Workload, row: Row, floor: Row | undefined): string[] {
  const { subject, rounds } = row
  const walls = wallsOf(row)
  const done = ({ tally }: Measurement) => (subject.completes ? tally.completed : tally.stored)
  if (walls.length === 0)
    return [
      `> ${workload.limitSeconds} (${median(rounds.map(done))} of the files done)`,
      ...COLUMNS.slice(1).map(() => '–'),
    ]
  const wallMs = median(walls)
  const seconds = (ms: number) => (ms / 1000).toFixed(2)
  const of = (figure: (measurement: Measurement) => number, digits = 0) =>
    median(rounds.map(figure)).toFixed(digits)
  const longest = median(rounds.map(({ result }) => result?.longestTaskMs ?? 0))
  return [
    `${seconds(wallMs)} (${seconds(Math.min(...walls))}–${seconds(Math.max(...walls))})`,
    ratioToFloor(walls, floor),
    ((workload.count * workload.size) / 1000 / wallMs).toFixed(1),
    longest < 50 ? '< 50' : longest.toFixed(0),
    of(({ cpuSeconds }) => cpuSeconds, 1),
    of(({ peakHeapMb }) => peakHeapMb, 1),
    of(({ tally }) => tally.preflights),
    [
      of(({ tally }) => tally.presignCalls),
      of(({ tally }) => tally.partsCalls),
      of(({ tally }) => tally.completeCalls),
    ].join('/'),
    of(({ tally }) => tally.s3Requests),
    // The worst round: a median would hide a loss.
    String(Math.max(...rounds.map((measurement) => workload.count - done(measurement)))),
    String(Math.max(...rounds.map(({ tally }) => tally.sentTwice))),
  ]
}
