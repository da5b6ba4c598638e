import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface PartialRequest {
  method: string
  headers: Record<string, string>
  body: string
}

/** Sends these bytes and closes the connection without reading a response. Resolves when it is closed. */
export function sendAndDisconnect(url: string, { method, headers, body }: PartialRequest): Promise<void> {
  const { protocol, hostname, port, host, origin } = new URL(url)
  const lines = [
    `${method} ${url.slice(origin.length)} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  return new Promise((resolve) => {
    const isSecure = protocol === 'https:'
    const options = { host: hostname, port: Number(port) || (isSecure ? 443 : 80), servername: hostname }
    const socket = isSecure ? connectTls(options) : connect(options)
    socket.on('error', () => {}).on('close', () => resolve())
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.end())
    socket.resume()
  })
}
