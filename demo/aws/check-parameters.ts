import type { FunctionName } from './build-functions.ts'
import { UsageError } from './command-options.ts'
import type { Parameter, Template } from './read-template.ts'

/** Those that the deployment itself fills in. */
export const CODE_PARAMETERS: Record<FunctionName, string> = {
  api: 'ApiCode',
  sweep: 'SweepCode',
  image: 'ImageCode',
}
const OWN = ['CodeBucket', ...Object.values(CODE_PARAMETERS)]

/** Before anything is built or uploaded. @throws UsageError that lists every wrong parameter */
export function checkParameters({ Parameters }: Template, given: Readonly<Record<string, string>>): void {
  const names = Object.keys(Parameters).filter((name) => !OWN.includes(name))
  const faults = Object.entries(given).flatMap(([name, value]) => {
    const parameter = names.includes(name) ? Parameters[name] : undefined
    if (parameter === undefined) return [`There is no parameter ${name}. Known: ${names.join(', ')}`]
    const rule = brokenRule(parameter, value)
    return rule === null ? [] : [`${name} is "${value}"; ${rule}`]
  })
  if (faults.length > 0) throw new UsageError(faults.join('\n'))
}

/** As CloudFormation reads them. Null where the value follows all. */
function brokenRule(parameter: Parameter, value: string): string | null {
  const {
    AllowedValues: allowed,
    AllowedPattern: pattern,
    ConstraintDescription: what,
    Type: type,
  } = parameter
  if (allowed !== undefined && !allowed.map(String).includes(value)) return `known: ${allowed.join(', ')}`
  const items = type === 'CommaDelimitedList' ? value.split(',') : [value]
  if (pattern !== undefined && !items.every((item) => new RegExp(`^(?:${pattern})$`).test(item)))
    return `it must be ${what ?? pattern}`
  if (type !== 'Number') return null
  if (!/^\d+$/.test(value)) return 'it is a whole number'
  const { MinValue: least = 0, MaxValue: most = Number.MAX_SAFE_INTEGER } = parameter
  return Number(value) < least || Number(value) > most ? `it goes from ${least} to ${most}` : null
}
