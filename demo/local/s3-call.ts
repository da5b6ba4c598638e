import type { IncomingMessage } from 'node:http'
import { AwsError } from './aws-error.ts'
import { type HttpResponse, readRequest } from './http-server.ts'
import type { SignedRequest, Signer } from './signature.ts'
import type { Store } from './store.ts'
import { renderXml, type XmlTree } from './xml.ts'

/** One decoded request to S3, with everything that an operation needs. */
export interface S3Call extends SignedRequest {
  readonly message: IncomingMessage
  readonly store: Store
  readonly signer: Signer
  /** The body, or what of it is the object's, as fast as this S3 takes it. */
  readonly pace: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
  /** Empty if the URL names none; for a form, the key is a field. */
  readonly bucket: string
  key: string
  /** The signed payload hash: SHA-256 in hex, or a word such as `UNSIGNED-PAYLOAD`. */
  payloadHash: string
}

export type S3Operation = (call: S3Call) => HttpResponse | Promise<HttpResponse>

const MAX_KEY_BYTES = 1024

export function readCall(
  message: IncomingMessage,
  store: Store,
  signer: Signer,
  pace: S3Call['pace'] = (source) => source,
): S3Call {
  const request = readRequest(message)
  const [, bucket = '', ...names] = request.path.split('/')
  return { ...request, message, store, signer, pace, bucket, key: checkKey(names.join('/')), payloadHash: '' }
}

export function checkKey(key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new AwsError('KeyTooLongError')
  return key
}

/** As in S3's `Location`: slashes of the key are encoded. */
export function objectUrl({ headers, bucket, key }: S3Call): string {
  return `http://${headers.get('host')}/${bucket}/${encodeURIComponent(key)}`
}

export const quoted = (etag: string) => `"${etag}"`

export function xmlResponse(root: string, content: XmlTree): HttpResponse {
  return { status: 200, body: renderXml(root, content, 'http://s3.amazonaws.com/doc/2006-03-01/') }
}
