/**
 * Requests signed by the SDK's signer, for requests that its S3 client would not send. Shares no code with the embedded
 * S3: a verifier tested with its own signer would agree with itself also when both are wrong.
 */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { exchange, type HttpResponse } from './http-exchange.ts'
import type { S3Target } from './s3-target.ts'

export interface SignedRequestOptions {
  headers?: Record<string, string>
  body?: Uint8Array | string
  /** Default: now. */
  signedAt?: Date
  region?: string
  credentials?: S3Target['credentials']
  /** Added after signing. */
  tamper?: (request: { method: string; url: string; headers: Record<string, string> }) => void
}

/** @param path bucket, key and query, percent-encoded. */
export async function signedRequest(
  target: S3Target,
  method: string,
  path: string,
  options: SignedRequestOptions = {},
): Promise<HttpResponse> {
  const headers = await signHeaders(target, method, path, options.headers, options)
  const request = { method, url: `${target.endpoint}${path}`, headers }
  options.tamper?.(request)
  return exchange({ ...request, body: options.body ?? '' })
}

/** The given headers and those of the signature. */
export async function signHeaders(
  target: S3Target,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  { body = '', signedAt = new Date(), ...options }: Omit<SignedRequestOptions, 'headers' | 'tamper'> = {},
): Promise<Record<string, string>> {
  const { protocol, hostname, port, host } = new URL(target.endpoint)
  const [plainPath = '', query = ''] = path.split('?')
  const signer = new SignatureV4({
    service: 's3',
    region: options.region ?? target.region,
    credentials: options.credentials ?? target.credentials,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: true,
  })
  const signed = await signer.sign(
    {
      method,
      protocol,
      hostname,
      ...(port ? { port: Number(port) } : {}),
      path: plainPath,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host, ...headers },
      body: Buffer.from(body),
    },
    { signingDate: signedAt },
  )
  return { ...signed.headers }
}

class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' || secret === undefined ? secret : bytesOf(secret)
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key)
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data))
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {}
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
