import { CaseEnvironment } from './case-environment.ts'
import type { ConformanceCase } from './conformance-case.ts'
import type { S3Target } from './s3-target.ts'
import { type Difference, judge, type Verdict } from './verdict.ts'

export interface TableOptions {
  print(line: string): void
  /** Also print the cases that agree. */
  verbose: boolean
}

/** A slower case counts as a case without a response. */
const CASE_TIMEOUT_MS = 300_000

const marks: Record<Verdict['kind'], string> = { agrees: '✓', differs: '≠', unexplained: '✗', outdated: '✗' }

/** Runs the cases one after the other and prints the differences. Resolves with whether all of them are known. */
export async function runTable(
  cases: readonly ConformanceCase[],
  differences: readonly Difference[],
  target: S3Target,
  { print, verbose }: TableOptions,
): Promise<boolean> {
  const known = new Map(
    differences
      .filter(({ server }) => server === target.server)
      .map((difference) => [difference.case, difference]),
  )
  const tally: Record<Verdict['kind'], number> = { agrees: 0, differs: 0, unexplained: 0, outdated: 0 }
  const startedAt = performance.now()
  print(`${cases.length} cases on the ${target.server} S3 at ${target.endpoint}`)
  const environment = await CaseEnvironment.open(target)
  try {
    for (const { name, aws, run } of cases) {
      const caseStartedAt = performance.now()
      const observed = await withTimeout(run(environment.context())).catch(
        (error: unknown) => `failed: ${String(error)}`,
      )
      const durationMs = Math.round(performance.now() - caseStartedAt)
      const verdict = judge(aws, observed, known.get(name))
      tally[verdict.kind] += 1
      if (verdict.kind === 'agrees' && !verbose) continue
      print(`${marks[verdict.kind]} ${name} (${durationMs} ms)`)
      if (verdict.kind === 'agrees') continue
      print(`    AWS:  ${aws}\n    here: ${observed}`)
      if ('reason' in verdict)
        print(`    ${verdict.kind === 'outdated' ? 'known otherwise: ' : ''}${verdict.reason}`)
    }
  } finally {
    await environment.close()
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  print(
    `${tally.agrees} agree with AWS, ${tally.differs} differ for a recorded reason, ${tally.unexplained} without one, ${tally.outdated} from the record; ${seconds} s`,
  )
  return tally.unexplained + tally.outdated === 0
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no response in ${CASE_TIMEOUT_MS / 1000} s`)), CASE_TIMEOUT_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
