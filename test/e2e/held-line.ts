import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A proxy to a server that can hold back the bytes of both sides without closing connections. */
export class HeldLine {
  readonly #server: Server
  readonly #ends = new Map<Socket, Socket>()
  #held = false

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
        if (!this.#held) this.#join(end)
      }
    })
  }

  static async to(url: string): Promise<HeldLine> {
    const line = new HeldLine(new URL(url))
    line.#server.listen(0, 'localhost')
    await once(line.#server, 'listening')
    return line
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://localhost:${port}`
  }

  hold(): void {
    this.#held = true
    for (const end of this.#ends.keys()) end.unpipe()
  }

  release(): void {
    if (!this.#held) return
    this.#held = false
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
