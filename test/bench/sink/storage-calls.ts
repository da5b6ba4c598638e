/**
 * The parts of S3 that uploads use: forms, parts, and CreateMultipartUpload for clients of S3's own API. Signatures are
 * not checked and bodies not stored; the run's ledger counts them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from './fault-plan.ts'
import { type FormHead, FormHeadReader } from './form-head.ts'
import { receiveBody } from './receive-body.ts'
import type { Run } from './run.ts'

const ETAG = '"00000000000000000000000000000000"'

interface StorageResponse {
  status: number
  body?: string
}

export async function serveStorageCall(
  request: IncomingMessage,
  response: ServerResponse,
  run: Run,
): Promise<void> {
  // The headers of a bucket whose CORS rules allow every origin, PUT and POST, and expose the ETag.
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-expose-headers', 'ETag, x-amz-request-id')
  if (request.method === 'OPTIONS') {
    run.counts.preflights += 1
    response.setHeader('access-control-allow-methods', 'PUT, POST, DELETE, GET, HEAD')
    response.setHeader(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? '*',
    )
    response.setHeader('access-control-max-age', '3000')
    await receiveBody(request, run)
    await reply(response, run, { status: 200 })
    return
  }
  run.counts.s3Requests += 1
  const url = new URL(request.url ?? '/', 'http://sink')
  const result = await (url.pathname === '/' && request.method === 'POST'
    ? takeForm(request, run)
    : takeObject(request, run, url))
  if (result !== null) await reply(response, run, result)
}

/** `null`: the client has disconnected. */
async function takeForm(request: IncomingMessage, run: Run): Promise<StorageResponse | null> {
  const total = Number(request.headers['content-length'])
  const reader = new FormHeadReader(request.headers['content-type'] ?? '', total)
  const form: { head?: FormHead; fault: Fault } = { fault: 'none' }
  let seen = 0
  const received = await receiveBody(request, run, (chunk) => {
    seen += chunk.length
    if (form.head === undefined) {
      const head = reader.push(chunk)
      if (head !== undefined)
        Object.assign(form, { head, fault: run.faults.next(run.ledger.nameOf(head.key)) })
    }
    if (form.fault === 'reset' && seen >= total / 2) request.socket.resetAndDestroy()
  })
  // A small file may have arrived wholly before its connection closed: S3 would not store it either.
  if (received === null || form.head === undefined || form.fault === 'reset') return null
  if (form.fault === 'busy') return refusal(503, 'SlowDown', 'Please reduce your request rate.')
  const { key, fileSize } = form.head
  if (run.ledger.storeWhole(key, fileSize) === 'stored') return { status: 204 }
  return refusal(400, 'EntityTooSmall', 'Not the size that was signed.')
}

async function takeObject(request: IncomingMessage, run: Run, url: URL): Promise<StorageResponse | null> {
  const key = decodeURIComponent(url.pathname.slice(1))
  const partNumber = url.searchParams.get('partNumber')
  const received = await receiveBody(request, run)
  if (received === null) return null
  if (request.method === 'PUT') {
    const stored =
      partNumber === null
        ? run.ledger.storeWhole(key, received)
        : run.ledger.storePart(key, Number(partNumber), received)
    return stored === 'stored' ? { status: 200 } : refusal(404, 'NoSuchUpload', 'Nothing was signed for it.')
  }
  if (request.method === 'POST' && url.searchParams.has('uploads')) {
    return {
      status: 200,
      body: `<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>of-${key}</UploadId></InitiateMultipartUploadResult>`,
    }
  }
  if (request.method === 'POST' && url.searchParams.has('uploadId')) {
    if (run.ledger.assemble(key) === 'missing')
      return refusal(400, 'InvalidPart', 'One or more parts are not there.')
    return {
      status: 200,
      body: `<CompleteMultipartUploadResult><Location>${url.origin}/${key}</Location><Key>${key}</Key><ETag>${ETAG}</ETag></CompleteMultipartUploadResult>`,
    }
  }
  return refusal(405, 'MethodNotAllowed', 'Not what an upload asks for.')
}

function refusal(status: number, code: string, message: string): StorageResponse {
  return { status, body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` }
}

async function reply(response: ServerResponse, run: Run, { status, body }: StorageResponse): Promise<void> {
  const { responseMs } = run.profile
  if (responseMs > 0) await new Promise((resolve) => setTimeout(resolve, responseMs))
  if (status < 300) response.setHeader('etag', ETAG)
  if (body !== undefined) response.setHeader('content-type', 'application/xml')
  response.writeHead(status).end(body)
}
