import { untilAborted } from './until-aborted.ts'

/** One secret, or several of which the first signs and all verify. */
export type Secret = string | readonly string[]

/** The secrets could not be had; the same request may succeed later. */
export class SecretsError extends Error {
  override readonly name = 'SecretsError'
}

const MIN_BYTES = 32

/** Secrets that a function provides are asked for again after 5 minutes, so they can rotate. */
const FRESH_MS = 5 * 60_000

/** What is wrong with each secret, one sentence for each. Never quotes one. */
export function secretFaults(secrets: readonly unknown[]): string[] {
  if (secrets.length === 0) return ['secret is missing: at least 32 random bytes (openssl rand -base64 32)']
  return secrets.flatMap((secret, index) => {
    const length = typeof secret === 'string' ? new TextEncoder().encode(secret).length : 0
    if (length >= MIN_BYTES) return []
    const which = secrets.length === 1 ? 'secret' : `secret ${index + 1} of ${secrets.length}`
    return [`${which} has ${length} bytes; at least ${MIN_BYTES} are needed (openssl rand -base64 32)`]
  })
}

export function toSecrets(secret: Secret | undefined): readonly string[] {
  return typeof secret === 'string' ? [secret] : [...(secret ?? [])]
}

/**
 * Asks a host's provider (Secrets Manager, a vault) for the secrets, at most once in 5 minutes. While it fails, the
 * former ones stay in use.
 *
 * @throws {SecretsError} from the returned function, when there are none
 */
export function providedSecrets(
  provide: () => Secret | Promise<Secret>,
  timeoutMs: number,
): () => Promise<readonly string[]> {
  let known: readonly string[] | null = null
  let until = 0
  let asking: Promise<readonly string[]> | null = null

  async function ask(): Promise<readonly string[]> {
    try {
      const provided = (async () => provide())()
      const secret = await untilAborted(provided, AbortSignal.timeout(timeoutMs), () => {
        return new Error(`The secret took longer than ${timeoutMs} ms`)
      })
      const secrets = toSecrets(secret)
      const [fault] = secretFaults(secrets)
      if (fault !== undefined) throw new Error(fault)
      if (JSON.stringify(secrets) !== JSON.stringify(known)) known = secrets
      until = Date.now() + FRESH_MS
      return known ?? secrets
    } catch (cause) {
      if (known !== null) return known
      throw new SecretsError('The secret is not available', { cause })
    } finally {
      asking = null
    }
  }

  return async () => {
    if (known !== null && Date.now() < until) return known
    asking ??= ask()
    return asking
  }
}
