import { parseArgs } from 'node:util'
import { SUBJECTS, type Subject } from './subjects/subject.ts'
import { PROFILE_NAMES, WORKLOAD_NAMES, WORKLOADS, type Workload } from './workload.ts'

export interface BenchOptions {
  readonly workloads: readonly Workload[]
  readonly subjects: readonly Subject[]
  /** At least 1. */
  readonly rounds: number
  /** Profile the main thread instead of measuring: one round, with function names. */
  readonly cpuProfile: boolean
}

/**
 * Parses the command line. Lists are separated by commas; `ROUNDS` is an environment variable, default 3.
 *
 * @throws RangeError for an unknown name
 */
export function parseBenchOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      profile: { type: 'string' },
      subjects: { type: 'string' },
      rivals: { type: 'boolean', default: false },
      'cpu-profile': { type: 'boolean', default: false },
    },
  })
  const names = chosen(values.only, WORKLOAD_NAMES, '--only')
  const profiles = chosen(values.profile, PROFILE_NAMES, '--profile')
  const everyone = SUBJECTS.map(({ name }) => name)
  const usual = SUBJECTS.filter(({ isRival }) => values.rivals || !isRival).map(({ name }) => name)
  const wanted = values.subjects === undefined ? usual : chosen(values.subjects, everyone, '--subjects')
  const rounds = Number(env.ROUNDS ?? 3)
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError(`ROUNDS=${env.ROUNDS} is no count of rounds`)
  const cpuProfile = values['cpu-profile']
  return {
    workloads: WORKLOADS.filter(({ name, profile }) => names.includes(name) && profiles.includes(profile)),
    subjects: SUBJECTS.filter(({ name }) => wanted.includes(name)),
    rounds: cpuProfile ? 1 : rounds,
    cpuProfile,
  }
}

function chosen<Name extends string>(
  list: string | undefined,
  known: readonly Name[],
  option: string,
): readonly Name[] {
  if (list === undefined) return known
  return list.split(',').map((name) => {
    const found = known.find((other) => other === name.trim())
    if (found === undefined) throw new RangeError(`${option} names "${name}"; known are ${known.join(', ')}.`)
    return found
  })
}
