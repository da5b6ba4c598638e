import type { FunctionName } from './build-functions.ts'
import { UsageError } from './command-options.ts'
import type { Template } from './read-template.ts'

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
    const { AllowedValues: allowed, Type: type } = parameter
    if (allowed !== undefined && !allowed.map(String).includes(value)) {
      return [`${name} is "${value}"; known: ${allowed.join(', ')}`]
    }
    return type === 'Number' && !/^\d+$/.test(value) ? [`${name} is "${value}"; it is a whole number`] : []
  })
  if (faults.length > 0) throw new UsageError(faults.join('\n'))
}
