/** The store that the options and the environment name, as far as that is known before the first call. */
import type { AwsOptions } from '../aws/aws-options.ts'
import { type StoreCapabilities, type StoreOptions, storeCapabilities } from '../upload/store-capabilities.ts'
import { known } from './known-members.ts'

const MEMBERS: Record<keyof StoreOptions, true> = {
  forms: true,
  conditions: true,
  checksums: true,
  maxParts: true,
  listParts: true,
  bulkDelete: true,
}

const CONDITIONS: readonly unknown[] = ['put', 'copy', 'complete']

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Faults are added to `faults`. What only the AWS SDK knows (a profile, a client of the host's own) is seen when something is
 * signed.
 */
export function readStore(
  options: Pick<AwsOptions, 'endpoint' | 'publicEndpoint' | 'store'> & { s3Client?: unknown },
  faults: string[],
  environment: Environment = globalThis.process?.env ?? {},
): StoreCapabilities {
  const { endpoint, publicEndpoint, s3Client } = options
  const given = known(options.store ?? {}, MEMBERS, 'store', faults)
  validateStore(given, faults)
  const found = s3Client === undefined ? (endpoint ?? endpointOf(environment)) : undefined
  const hostnames = [found, publicEndpoint].flatMap((url) =>
    url !== undefined && URL.canParse(url) ? [new URL(url).hostname] : [],
  )
  return storeCapabilities(hostnames, given)
}

/** As the AWS SDK reads it. */
function endpointOf(environment: Environment): string | undefined {
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined
  // The SDK takes an empty variable for none.
  return environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL || undefined
}

function validateStore(
  { forms, conditions, checksums, maxParts, listParts, bulkDelete }: StoreOptions,
  faults: string[],
): void {
  for (const [name, value] of Object.entries({ forms, listParts, bulkDelete })) {
    const isUnknown = name === 'listParts' && value === 'unknown'
    if (value !== undefined && typeof value !== 'boolean' && !isUnknown)
      faults.push(`store.${name} must be true or false`)
  }
  if (maxParts !== undefined && !(Number.isInteger(maxParts) && maxParts >= 1 && maxParts <= 10_000))
    faults.push('store.maxParts must be 1 to 10000')
  if (checksums !== undefined && !['all', 'parts', 'none'].includes(checksums))
    faults.push("store.checksums must be 'all', 'parts' or 'none'")
  const isList = conditions === undefined || Array.isArray(conditions)
  if (!isList || conditions?.some((name) => !CONDITIONS.includes(name)))
    faults.push("store.conditions must be a list of 'put', 'copy' and 'complete'")
}
