import { request } from 'node:http'
import { connect } from 'node:net'
import { createTarget } from '../conformance/s3-target.ts'
import { signHeaders as sign } from '../conformance/signed-request.ts'
import type { AwsUnderTest, S3Refusal } from './aws-under-test.ts'
import { element } from './aws-under-test.ts'

export interface RawRequest {
  method: string
  /** Path and query as sent. */
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

/** Sends a request without a client that would correct the path, the headers or the length. */
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
  region?: string
}

/** Headers with a signature in Authorization, for requests that the SDK does not sign. */
export function signHeaders(
  { s3Endpoint: endpoint, region, accessKeyId, secretAccessKey }: AwsUnderTest,
  method: string,
  path: string,
  { headers = {}, payloadHash, body = '', at: signedAt = new Date(), ...options }: SignOptions = {},
): Promise<Record<string, string>> {
  const credentials = { accessKeyId, secretAccessKey }
  const target = createTarget({ server: 'embedded', endpoint, region, credentials })
  const hash = payloadHash === undefined ? {} : { 'x-amz-content-sha256': payloadHash }
  return sign(target, method, path, { ...hash, ...headers }, { body, signedAt, ...options })
}

/** Sends these bytes and closes the connection. Resolves when the server has closed its side too. */
export function sendAndHangUp(aws: AwsUnderTest, text: string): Promise<void> {
  const { hostname, port } = new URL(aws.s3Endpoint)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(text, () => socket.destroy())
    })
    socket.on('error', () => {}).on('close', () => resolve())
  })
}
