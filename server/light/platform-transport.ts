import { fetchTransport } from './fetch-transport.ts'
import { nodeTransport } from './node-transport.ts'
import type { Transport } from './transport.ts'

/** `node:http` with connections that stay open costs a quarter of the CPU of Node's `fetch`. */
export function platformTransport(): Transport {
  return nodeTransport() ?? fetchTransport
}
