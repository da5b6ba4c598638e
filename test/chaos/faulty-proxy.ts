import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The probability of each fault of a request. */
export interface FaultRates {
  /** 503 SlowDown before the body is read. */
  busy: number
  /** The connection closes within the body. */
  reset: number
  /** The request is processed, but its response is lost. */
  lostResponse: number
  /** The request gets no response. */
  stall: number
  /** S3's 403 for an expired signature. */
  expired: number
  /** The response is delayed. */
  slow: number
}

export type FaultKind = keyof FaultRates

const SLOW_MS = 400
/** A form that S3 accepted less than this many milliseconds ago gets no `expired` fault. */
const EXPIRY_MS = 2_000

/** An HTTP proxy that forwards requests unchanged, except for random faults. */
export class FaultyProxy {
  readonly met: Record<FaultKind, number> = {
    busy: 0,
    reset: 0,
    lostResponse: 0,
    stall: 0,
    expired: 0,
    slow: 0,
  }
  requests = 0
  readonly #target: URL
  readonly #rates: FaultRates
  readonly #random: () => number
  readonly #server: Server
  enabled = true
  #lostAtMs = Number.NEGATIVE_INFINITY
  #isCut = false

  private constructor(target: string, rates: FaultRates, random: () => number) {
    this.#target = new URL(target)
    this.#rates = rates
    this.#random = random
    this.#server = createServer((incoming, outgoing) => this.#handle(incoming, outgoing))
    this.#server.on('connection', (socket) => {
      if (this.#isCut) socket.destroy()
    })
    this.#server.on('checkContinue', (incoming, outgoing) => {
      outgoing.writeContinue()
      this.#handle(incoming, outgoing)
    })
  }

  static async start(target: string, rates: FaultRates, random: () => number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target, rates, random)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  /** While set, all connections are closed, including open ones. */
  set cut(isCut: boolean) {
    this.#isCut = isCut
    if (isCut) this.#server.closeAllConnections()
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    incoming.on('error', () => {})
    outgoing.on('error', () => {})
    const fault = incoming.method === 'OPTIONS' ? undefined : this.#draw()
    if (incoming.method !== 'OPTIONS') this.requests += 1
    switch (fault) {
      case 'busy':
        refuse(incoming, outgoing, 503, 'SlowDown', 'Please reduce your request rate.')
        break
      case 'expired':
        refuse(incoming, outgoing, 403, 'AccessDenied', 'Invalid according to Policy: Policy expired.')
        break
      case 'reset':
        incoming.once('data', () => incoming.socket.destroy())
        incoming.once('end', () => incoming.socket.destroy())
        break
      case 'stall':
        incoming.resume()
        break
      default:
        this.#forward(incoming, outgoing, fault)
    }
  }

  #draw(): FaultKind | undefined {
    let dice = this.#random()
    if (!this.enabled) return undefined
    for (const [kind, rate] of Object.entries(this.#rates) as [FaultKind, number][]) {
      if (dice < rate) {
        if (kind === 'lostResponse') this.#lostAtMs = Date.now()
        // Browsers repeat a request without a response by themselves, and S3 does not refuse as expired what it just accepted.
        if (kind === 'expired' && Date.now() - this.#lostAtMs < EXPIRY_MS) return undefined
        this.met[kind] += 1
        return kind
      }
      dice -= rate
    }
    return undefined
  }

  #forward(incoming: IncomingMessage, outgoing: ServerResponse, fault: FaultKind | undefined): void {
    const onward = request(this.#target, {
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
      setHost: false,
    })
    onward.on('error', () => incoming.socket.destroy())
    outgoing.on('close', () => onward.destroy())
    onward.on('response', (response) => {
      if (fault === 'lostResponse') {
        response.resume()
        response.on('end', () => incoming.socket.destroy())
        return
      }
      const pass = () => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
      }
      if (fault === 'slow') setTimeout(pass, SLOW_MS)
      else pass()
    })
    incoming.pipe(onward)
  }
}

function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  incoming.resume()
  incoming.once('end', () => {
    outgoing.writeHead(status, { 'content-type': 'application/xml', 'access-control-allow-origin': '*' })
    outgoing.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`)
  })
}
