/**
 * The backend's limits for the drop zone, before the engine is loaded, and for the engine. Only so that files are
 * refused early: the backend checks every file itself.
 */
import { apiUrl } from './api-url.ts'

export interface Backend {
  readonly endpoint: string
  readonly headers: HeadersInit | (() => HeadersInit | Promise<HeadersInit>)
  readonly credentials: RequestCredentials
}

/** What is known of a route's limits; undefined is not known. */
export interface ShownLimits {
  readonly accept: string | undefined
  /** Bytes. */
  readonly maxFileSize: number | undefined
}

/** Asks for the limits once, and again when they may be others: another endpoint, other headers or credentials. */
export class BackendConfig {
  readonly #backend: Backend
  readonly #onChange: () => void
  #key: string | undefined
  #answer: Promise<unknown> = Promise.resolve()
  #config: unknown
  /** With which it was refused: others may be taken. */
  #refused: Backend['headers'] | undefined

  /** @param backend read anew for every use */
  constructor(backend: Backend, onChange: () => void) {
    this.#backend = backend
    this.#onChange = onChange
  }

  limits(route: string): ShownLimits {
    const limits = at(at(this.#config, 'routes'), route)
    const types = at(limits, 'allowedContentTypes')
    const maxFileSize = at(limits, 'maxFileSize')
    return {
      accept: Array.isArray(types) ? types.join() : undefined,
      maxFileSize: typeof maxFileSize === 'number' ? maxFileSize : undefined,
    }
  }

  /** The answer as it came, the same promise until it may be another; undefined where there is none. */
  ask(): Promise<unknown> {
    const key = keyOf(this.#backend)
    const { headers } = this.#backend
    if (key === this.#key && (this.#refused ?? headers) === headers) return this.#answer
    this.#key = key
    this.#config = this.#refused = undefined
    const answer = fetchConfig(this.#backend)
    this.#answer = answer
    void answer.then((config) => {
      // Another backend may have been asked meanwhile.
      if (this.#answer !== answer) return
      this.#config = config
      if (config === undefined) this.#refused = headers
      this.#onChange()
    })
    return answer
  }
}

/** Equal where the answer is. All functions count as one: many pages make a new one for every render. */
function keyOf({ endpoint, headers, credentials }: Backend): string {
  try {
    const sent = typeof headers === 'function' ? 1 : [...new Headers(headers)]
    return JSON.stringify([endpoint, credentials, sent])
  } catch {
    return endpoint
  }
}

async function fetchConfig({ endpoint, headers, credentials }: Backend): Promise<unknown> {
  try {
    const response = await fetch(apiUrl(endpoint, 'config'), {
      credentials,
      headers: typeof headers === 'function' ? await headers() : headers,
    })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
