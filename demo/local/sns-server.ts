/**
 * The embedded SNS: the query protocol over HTTP, one topic. Owns checking the request and answering it; what
 * happens with a message afterwards is SnsDelivery's.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts'
import type { Signer } from './s3-auth.ts'
import {
  canonicalRequest,
  parseAmzDate,
  parseAuthorization,
  sameSignature,
  sha256Hex,
  signatureOf,
  stringToSign,
} from './sigv4.ts'
import type { SnsDelivery } from './sns-delivery.ts'
import { SNS_NAMESPACE, SnsError, snsErrorXml } from './sns-error.ts'
import type { SnsMessage } from './sns-message.ts'
import { parsePublish, parsePublishBatch } from './sns-publish.ts'
import type { OnTrace } from './trace.ts'
import { type XmlTree, xmlDocument } from './xml.ts'

export interface SnsServerOptions {
  port: number
  topicArn: string
  signer: Signer
  delivery: SnsDelivery
  onTrace: OnTrace
}

/** 256 KiB of message, percent-encoded at worst, and ten entries around it. */
const MAX_BODY_BYTES = 1024 * 1024
const MAX_SKEW_MS = 15 * 60 * 1000

export function startSnsServer(options: SnsServerOptions): Promise<LoopbackServer> {
  return listenOnLoopback(options.port, (message, response) => {
    serve(message, response, options).catch(() => message.destroy())
  })
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  options: SnsServerOptions,
): Promise<void> {
  const requestId = randomUUID()
  let status = 200
  let body: string
  try {
    const text = await readBody(message)
    authenticate(message, text, options.signer)
    body = answer(new URLSearchParams(text), requestId, options)
  } catch (error) {
    const refusal =
      error instanceof SnsError ? error : new SnsError('InternalFailure', 'Internal failure', error)
    status = refusal.status
    body = snsErrorXml(refusal, requestId)
  }
  response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId })
  response.end(body)
}

function answer(form: URLSearchParams, requestId: string, options: SnsServerOptions): string {
  const action = form.get('Action') ?? ''
  switch (action) {
    case 'Publish': {
      const message = parsePublish(form, options.topicArn)
      accept(message, options)
      return result(action, requestId, { MessageId: message.messageId })
    }
    case 'PublishBatch': {
      const results = parsePublishBatch(form, options.topicArn)
      for (const entry of results) if ('message' in entry) accept(entry.message, options)
      return result(action, requestId, {
        Successful: {
          member: results.flatMap((entry) =>
            'message' in entry ? [{ Id: entry.entryId, MessageId: entry.message.messageId }] : [],
          ),
        },
        Failed: {
          member: results.flatMap((entry) =>
            'error' in entry
              ? [
                  {
                    Id: entry.entryId,
                    Code: entry.error.code,
                    Message: entry.error.message,
                    SenderFault: true,
                  },
                ]
              : [],
          ),
        },
      })
    }
    default:
      throw new SnsError('InvalidAction', `Operation ${action} is not supported by this SNS`)
  }
}

function accept(message: SnsMessage, { delivery, onTrace }: SnsServerOptions): void {
  const { messageId, topicArn } = message
  const startedAt = Date.now()
  const bytes = Buffer.byteLength(message.message)
  const known = {
    service: 'sns',
    operation: 'Publish',
    id: messageId,
    topicArn,
    messageId,
    bytes,
    startedAt,
  } as const
  onTrace({ phase: 'start', ...known })
  onTrace({ phase: 'end', ...known, durationMs: 0, status: 200 })
  delivery.accept(message)
}

function result(action: string, requestId: string, content: XmlTree): string {
  const document = { [`${action}Result`]: content, ResponseMetadata: { RequestId: requestId } }
  return xmlDocument(`${action}Response`, document, SNS_NAMESPACE)
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    // Read to its end all the same, so that the refusal is seen; just not kept.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BODY_BYTES) throw new SnsError('InvalidParameter', 'Invalid parameter: Message too long')
  return Buffer.concat(chunks).toString('utf8')
}

function authenticate(message: IncomingMessage, body: string, signer: Signer): void {
  const header = message.headers.authorization
  if (header === undefined)
    throw new SnsError('MissingAuthenticationToken', 'Request is missing Authentication Token')
  const authorization = parseAuthorization(header)
  const amzDate = String(message.headers['x-amz-date'] ?? '')
  const time = parseAmzDate(amzDate)
  if (!authorization || time === null || !authorization.signedHeaders.includes('host')) {
    throw new SnsError('IncompleteSignature', 'The request signature does not conform to AWS standards')
  }
  const { scope, signedHeaders, signature } = authorization
  if (scope.accessKeyId !== signer.accessKeyId) {
    throw new SnsError('InvalidClientTokenId', 'The security token included in the request is invalid.')
  }
  if (Math.abs(Date.now() - time) > MAX_SKEW_MS) {
    throw new SnsError('SignatureDoesNotMatch', `Signature expired or not yet current: ${amzDate}`)
  }
  if (scope.service !== 'sns' || scope.region !== signer.region || !amzDate.startsWith(scope.date)) {
    throw new SnsError(
      'SignatureDoesNotMatch',
      `Credential should be scoped to region '${signer.region}' and service 'sns'.`,
    )
  }
  const [path = '/', query = ''] = (message.url ?? '/').split('?')
  const canonical = canonicalRequest({
    method: message.method ?? 'POST',
    path,
    query: new URLSearchParams(query),
    signedHeaders,
    header: (name) => message.headers[name]?.toString(),
    payloadHash: sha256Hex(body),
  })
  const text = stringToSign(amzDate, scope, canonical)
  if (!sameSignature(signatureOf(signer.secretAccessKey, scope, text), signature)) {
    throw new SnsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    )
  }
}
