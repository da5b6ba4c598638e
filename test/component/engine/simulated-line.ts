/** Bytes per second. */
export interface LineRates {
  /** Of all connections together. Default: unlimited. */
  total?: number
  /** Of each connection. Default: unlimited. */
  each?: number
}

export interface LineOptions extends LineRates {
  /** Bytes of each request that the send buffer takes at once. Default: 0. */
  buffer?: number
}

interface Connection {
  moved: number
  readonly size: number
  readonly onMoved: (bytes: number) => void
  readonly done: () => void
  readonly fail: (reason: unknown) => void
}

const TICK_MS = 50
/** From the last byte to the response. */
const ANSWER_MS = 100

/** A network path to the store, for fake timers: its connections share the rate evenly and break together. */
export class SimulatedLine {
  rates: LineRates
  /** Bytes of requests that got their response. */
  stored = 0
  readonly #connections = new Set<Connection>()
  readonly #buffer: number

  constructor({ buffer = 0, ...rates }: LineOptions) {
    this.rates = rates
    this.#buffer = buffer
    setInterval(() => this.#move(), TICK_MS)
  }

  /** Number of requests with bytes left to send. */
  get busy(): number {
    return this.#busy().length
  }

  break(reason: unknown): void {
    for (const { fail } of [...this.#connections]) fail(reason)
  }

  async send(size: number, onMoved: (bytes: number) => void, signal: AbortSignal): Promise<void> {
    let connection: Connection | undefined
    const onAbort = () => connection?.fail(signal.reason)
    try {
      await new Promise<void>((done, fail) => {
        connection = { moved: 0, size, onMoved, done, fail }
        this.#connections.add(connection)
        signal.addEventListener('abort', onAbort)
      })
      this.stored += size
    } finally {
      signal.removeEventListener('abort', onAbort)
      if (connection !== undefined) this.#connections.delete(connection)
    }
  }

  #busy(): Connection[] {
    return [...this.#connections].filter(({ moved, size }) => moved < size)
  }

  #move(): void {
    const { total = Number.POSITIVE_INFINITY, each = Number.POSITIVE_INFINITY } = this.rates
    const busy = this.#busy()
    const rate = Math.min(each, total / busy.length)
    for (const connection of busy) {
      const { size, onMoved, done } = connection
      connection.moved = Math.min(size, connection.moved + (rate * TICK_MS) / 1000)
      onMoved(Math.floor(Math.min(size, connection.moved + this.#buffer)))
      if (connection.moved === size) setTimeout(done, ANSWER_MS)
    }
  }
}
