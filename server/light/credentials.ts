/** Where the light adapter's credentials come from: the `credentials` option, else the environment. */
import type { AwsCredentials, S3Credentials } from '../aws/aws-options.ts'
import { environment } from './environment.ts'

export interface CredentialSource {
  get(): Promise<AwsCredentials>
  /** AWS refused these ones. Whether there may be others. */
  expire(refused: AwsCredentials): boolean
}

/** Credentials that end sooner than this are asked for again, so that no request is sent with them in their last minutes. */
const REFRESH_MS = 5 * 60_000

export function credentialSource(credentials: S3Credentials | undefined): CredentialSource {
  if (credentials === undefined) return environmentSource
  if (typeof credentials === 'function') return new ProvidedCredentials(credentials)
  return { get: async () => credentials, expire: () => false }
}

/** `null` where the environment has none. */
export function credentialsFromEnvironment(): AwsCredentials | null {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment()
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return null
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  }
}

const environmentSource: CredentialSource = {
  async get() {
    const credentials = credentialsFromEnvironment()
    if (credentials === null) throw noCredentials()
    return credentials
  },
  expire: (refused) => credentialsFromEnvironment()?.accessKeyId !== refused.accessKeyId,
}

/** Asks the host's function once, and again shortly before the credentials' `expiration`. */
class ProvidedCredentials implements CredentialSource {
  readonly #provide: () => Promise<AwsCredentials>
  #known: AwsCredentials | null = null
  #asking: Promise<AwsCredentials> | null = null

  constructor(provide: () => Promise<AwsCredentials>) {
    this.#provide = provide
  }

  async get(): Promise<AwsCredentials> {
    const known = this.#known
    const leftMs = (known?.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now()
    if (known !== null && leftMs > REFRESH_MS) return known
    this.#asking ??= this.#ask()
    try {
      return await this.#asking
    } catch (error) {
      if (known !== null && leftMs > 0) return known
      throw error
    }
  }

  expire(refused: AwsCredentials): boolean {
    if (this.#known === refused) this.#known = null
    return true
  }

  async #ask(): Promise<AwsCredentials> {
    try {
      const credentials = await this.#provide()
      if (!credentials?.accessKeyId || !credentials.secretAccessKey) throw noCredentials()
      this.#known = credentials
      return credentials
    } finally {
      this.#asking = null
    }
  }
}

/** Named as the SDK names it, so the log has the same hint. */
function noCredentials(): Error {
  return Object.assign(new Error('There are no AWS credentials'), { name: 'CredentialsProviderError' })
}
