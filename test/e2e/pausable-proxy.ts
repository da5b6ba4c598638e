import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A proxy to a server that can hold back the bytes of both sides without closing connections. */
export class PausableProxy {
  readonly #server: Server
  readonly #ends = new Map<Socket, Socket>()
  #paused = false

  private constructor({ hostname, port }: URL) {
    this.#server = createServer((near) => {
      const far = connect(Number(port), hostname)
      this.#ends.set(near, far).set(far, near)
      for (const end of [near, far]) {
        end.on('error', () => end.destroy())
        end.on('close', () => {
          this.#ends.get(end)?.destroy()
          this.#ends.delete(end)
        })
        if (!this.#paused) this.#join(end)
      }
    })
  }

  static async to(url: string): Promise<PausableProxy> {
    const proxy = new PausableProxy(new URL(url))
    proxy.#server.listen(0, 'localhost')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://localhost:${port}`
  }

  pause(): void {
    this.#paused = true
    for (const end of this.#ends.keys()) end.unpipe()
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    for (const end of this.#ends.keys()) this.#join(end)
  }

  close(): void {
    for (const end of this.#ends.keys()) end.destroy()
    this.#server.close()
  }

  #join(end: Socket): void {
    const other = this.#ends.get(end)
    if (other !== undefined) end.pipe(other)
  }
}
