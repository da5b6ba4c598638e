/** A real HTTP server with scripted responses, for behaviour that real stores and topics show rarely. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ScriptedAnswer {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface SeenRequest {
  method: string
  url: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

export type ScriptedReaction = ScriptedAnswer | 'hang' | 'cut'

/** `'hang'` never answers, `'cut'` breaks the connection. */
export async function startScriptedServer(
  answer: (request: SeenRequest) => ScriptedReaction | Promise<ScriptedReaction>,
) {
  const seen: SeenRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming
    const request = { method, url, headers, body: await textOf(incoming) }
    seen.push(request)
    const scripted = await answer(request)
    if (scripted === 'hang') return
    if (scripted === 'cut') {
      incoming.socket.destroy()
      return
    }
    outgoing.writeHead(scripted.status, scripted.headers)
    outgoing.end(scripted.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
