import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Pacer } from './pacer.ts'
import type { Run } from './run.ts'

/** Waits shorter than a timer's resolution are accumulated. */
const SHORTEST_WAIT_MS = 1

const pacerOf = new WeakMap<Socket, { run: Run; pacer: Pacer }>()

/**
 * Reads a request's body at the speed of the run's line and discards it. Resolves with its size in bytes, or with `null`
 * if the connection closed early.
 */
export function receiveBody(
  request: IncomingMessage,
  run: Run,
  onChunk: (chunk: Buffer) => void = () => {},
): Promise<number | null> {
  const { bytesPerSecond, connectionBytesPerSecond } = run.profile
  const isPaced = Number.isFinite(Math.min(bytesPerSecond, connectionBytesPerSecond))
  return new Promise((resolve) => {
    let received = 0
    request.on('data', (chunk: Buffer) => {
      received += chunk.length
      onChunk(chunk)
      if (!isPaced) return
      const now = performance.now()
      const wait = Math.max(
        run.line.take(chunk.length, now),
        connectionPacer(request.socket, run).take(chunk.length, now),
      )
      if (wait < SHORTEST_WAIT_MS) return
      request.pause()
      setTimeout(() => request.resume(), wait)
    })
    request.on('end', () => resolve(received))
    request.on('error', () => resolve(null))
    request.on('close', () => resolve(null))
  })
}

function connectionPacer(socket: Socket, run: Run): Pacer {
  const known = pacerOf.get(socket)
  if (known?.run === run) return known.pacer
  const pacer = new Pacer(run.profile.connectionBytesPerSecond)
  pacerOf.set(socket, { run, pacer })
  return pacer
}
