import { request } from 'node:http'
import { connect } from 'node:net'
import {
  type Credentials,
  canonicalRequest,
  sha256Hex,
  signatureOf,
  stringToSign,
} from '../../demo/local/sigv4.ts'
import type { AwsUnderTest, S3Refusal } from './aws-under-test.ts'
import { element } from './aws-under-test.ts'

export interface RawRequest {
  method: string
  /** Path and query as they go over the wire. */
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

/** Without a client that would mend the path, the headers or the length. */
export function rawRequest(
  aws: AwsUnderTest,
  { method, path, headers = {}, body = '' }: RawRequest,
): Promise<S3Refusal> {
  const { hostname, port } = new URL(aws.s3Endpoint)
  return new Promise((resolve, reject) => {
    const sent = request({
      hostname,
      port,
      method,
      path,
      headers: { 'content-length': Buffer.byteLength(body), ...headers },
    })
    sent.on('error', reject).on('response', (response) => {
      let xml = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        xml += text
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          code: element(xml, 'Code'),
          message: element(xml, 'Message'),
          xml,
        }),
      )
    })
    sent.end(body)
  })
}

export interface SignOptions {
  headers?: Record<string, string>
  /** Default: the SHA-256 of `body`. */
  payloadHash?: string
  body?: string | Buffer
  at?: Date
  credentials?: Credentials
  region?: string
}

/** Headers with a signature in Authorization, for what the SDK will not sign. */
export function signHeaders(
  aws: AwsUnderTest,
  method: string,
  path: string,
  { headers = {}, body = '', at = new Date(), ...options }: SignOptions = {},
): Record<string, string> {
  const credentials = options.credentials ?? aws
  const amzDate = at.toISOString().replace(/[-:]|\.\d+/g, '')
  const payloadHash = options.payloadHash ?? sha256Hex(body)
  const all: Record<string, string> = {
    host: new URL(aws.s3Endpoint).host,
    'x-amz-date': amzDate,
    'x-amz-content-sha256': payloadHash,
    ...headers,
  }
  const signedHeaders = Object.keys(all).sort()
  const scope = {
    accessKeyId: credentials.accessKeyId,
    date: amzDate.slice(0, 8),
    region: options.region ?? aws.region,
    service: 's3',
  }
  const [rawPath = '', query = ''] = path.split('?')
  const canonical = canonicalRequest({
    method,
    path: decodeURIComponent(rawPath),
    query: new URLSearchParams(query),
    signedHeaders,
    header: (name) => all[name],
    payloadHash,
  })
  const signature = signatureOf(credentials.secretAccessKey, scope, stringToSign(amzDate, scope, canonical))
  const credential = `${scope.accessKeyId}/${scope.date}/${scope.region}/s3/aws4_request`
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  }
}

/** Sends these bytes and hangs up. Resolves when the server has closed its side too. */
export function sendAndHangUp(aws: AwsUnderTest, text: string): Promise<void> {
  const { hostname, port } = new URL(aws.s3Endpoint)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(text, () => socket.destroy())
    })
    socket.on('error', () => {}).on('close', () => resolve())
  })
}
