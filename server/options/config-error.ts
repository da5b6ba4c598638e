/** The service cannot start as configured. Thrown once, with everything that is missing or malformed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'invalid-config'
  /** One sentence for each fault; secrets are never quoted. */
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The upload service is not configured:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}
