import type { Queue, ReceivedMessage } from './queue.ts'

/** Waits until there is a message, the time is over, or the client has left. */
export async function receiveWithin(
  queue: Queue,
  receive: () => ReceivedMessage[],
  waitMs: number,
  signal: AbortSignal,
): Promise<ReceivedMessage[]> {
  const messages = receive()
  if (messages.length > 0 || waitMs === 0) return messages
  return new Promise((resolve) => {
    const end = (received: ReceivedMessage[]) => {
      clearTimeout(timer)
      stopListening()
      signal.removeEventListener('abort', leave)
      resolve(received)
    }
    const leave = () => end([])
    const timer = setTimeout(leave, waitMs)
    const stopListening = queue.onChange(() => {
      const received = receive()
      if (received.length > 0) end(received)
    })
    signal.addEventListener('abort', leave)
  })
}
