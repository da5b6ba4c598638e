/** The keys of the current secrets, made once for as long as the secrets stay the same. */
export class SecretKeys<Key> {
  readonly #secrets: () => Promise<readonly string[]>
  readonly #make: (secret: string) => Promise<Key>
  #made: { secrets: readonly string[]; keys: Promise<Key[]> } | undefined

  constructor(secrets: () => Promise<readonly string[]>, make: (secret: string) => Promise<Key>) {
    this.#secrets = secrets
    this.#make = make
  }

  // Made on first use: Workers allow no asynchronous work while a module loads.
  async all(): Promise<Key[]> {
    const secrets = await this.#secrets()
    if (this.#made?.secrets !== secrets) {
      this.#made = { secrets, keys: Promise.all(secrets.map(this.#make)) }
    }
    return this.#made.keys
  }
}
