/** The address of a WebDriver and the browser that it starts. */
export interface WebDriverTarget {
  /** Origin of the driver, without a slash at the end. */
  driver: string
  /** `alwaysMatch` of the W3C capabilities. */
  capabilities: Readonly<Record<string, unknown>>
}

// Starting a browser is by far the slowest call; normally it takes about a second.
const CALL_TIMEOUT = 30_000

/** The driver refused a command. `code` is the protocol's own: `session not created`, `invalid session id`, … */
export class WebDriverError extends Error {
  override readonly name = 'WebDriverError'
  readonly code: string

  constructor(code: string, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

/** One browser window, controlled by the W3C WebDriver protocol. Only the commands that tests need. */
export class WebDriverSession {
  readonly #address: string

  private constructor(address: string) {
    this.#address = address
  }

  static async start({ driver, capabilities }: WebDriverTarget): Promise<WebDriverSession> {
    const response = await command('POST', `${driver}/session`, {
      capabilities: { alwaysMatch: capabilities },
    })
    if (!hasSessionId(response)) throw new WebDriverError('unknown error', 'The new session has no id')
    return new WebDriverSession(`${driver}/session/${encodeURIComponent(response.sessionId)}`)
  }

  async navigate(url: string): Promise<void> {
    await this.#post('url', { url })
  }

  /** Runs the body of a function in the page; resolves with its result: JSON, or a reference to an element. */
  execute(script: string): Promise<unknown> {
    return this.#post('execute/sync', { script, args: [] })
  }

  /** @param script body of a function that returns a file input */
  async chooseFiles(script: string, paths: readonly string[]): Promise<void> {
    const element = await this.execute(script)
    const [id] = Object.values(typeof element === 'object' && element !== null ? element : {})
    await this.#post(`element/${encodeURIComponent(String(id))}/value`, { text: paths.join('\n') })
  }

  /** Presses keys together: code points of the protocol's table, or characters. */
  async press(...keys: string[]): Promise<void> {
    const actions = [
      ...keys.map((value) => ({ type: 'keyDown', value })),
      ...keys.toReversed().map((value) => ({ type: 'keyUp', value })),
    ]
    await this.#post('actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  async url(): Promise<string> {
    return String(await command('GET', `${this.#address}/url`))
  }

  /** Sets the size of the page (not of the window) in CSS pixels. */
  async setViewport(width: number, height: number): Promise<void> {
    const script = 'return [outerWidth - innerWidth, outerHeight - innerHeight]'
    const frame = await this.execute(script)
    const [across, down] = Array.isArray(frame) ? frame.map(Number) : []
    await this.#post('window/rect', { width: width + (across ?? 0), height: height + (down ?? 0) })
  }

  /** What the window shows of the page, as PNG. */
  async screenshot(): Promise<Buffer> {
    return Buffer.from(String(await command('GET', `${this.#address}/screenshot`)), 'base64')
  }

  /** Closes the browser. */
  async end(): Promise<void> {
    await command('DELETE', this.#address)
  }

  #post(path: string, body: object): Promise<unknown> {
    return command('POST', `${this.#address}/${path}`, body)
  }
}

async function command(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(CALL_TIMEOUT),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const content: unknown = await response.json()
  const value = typeof content === 'object' && content !== null && 'value' in content ? content.value : null
  if (response.ok) return value
  throw toError(value, response.status)
}

function hasSessionId(value: unknown): value is { sessionId: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sessionId' in value &&
    typeof value.sessionId === 'string' &&
    value.sessionId !== ''
  )
}

function toError(value: unknown, status: number): WebDriverError {
  if (typeof value !== 'object' || value === null || !('error' in value))
    return new WebDriverError('unknown error', `The driver responded with ${status}`)
  return new WebDriverError(String(value.error), 'message' in value ? String(value.message) : '')
}
