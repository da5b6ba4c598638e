import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { S3Error } from './s3-error.ts'

/** One request as S3 sees it: addressed, decoded, not yet trusted. */
export interface S3Request {
  readonly method: string
  readonly bucket: string | null
  readonly key: string | null
  /** Percent-decoded path as sent, what the signature covers. */
  readonly path: string
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  readonly headerNames: readonly string[]
  /** Where the client reached this server: `http://HOST`. */
  readonly origin: string
  /** In virtual-host addressing the bucket is part of the host. */
  readonly addressing: 'path' | 'virtual-host'
  /** The body as it comes; leaving the loop early keeps the connection, so that a refusal can still be answered. */
  readonly body: () => AsyncIterable<Uint8Array>
  readonly message: IncomingMessage
}

export interface S3Answer {
  status: number
  headers?: Record<string, string>
  body?: string | Readable
  /** The key, where the form named it and not the address. */
  storedKey?: string
}

const MAX_KEY_BYTES = 1024

/** Throws `InvalidURI` on a path that is not percent-encoded UTF-8. */
export function readS3Request(message: IncomingMessage): S3Request {
  const [rawPath = '/', ...rest] = (message.url ?? '/').split('?')
  const path = decodePath(rawPath)
  const host = message.headers.host ?? ''
  const virtual = /^(.+)\.localhost(:\d+)?$/i.exec(host)?.[1]
  const [, first = '', ...others] = path.split('/')
  const bucket = virtual ?? first
  const key = virtual === undefined ? others.join('/') : path.slice(1)
  return {
    method: message.method ?? 'GET',
    bucket: bucket || null,
    key: checkKey(key) || null,
    path,
    query: new URLSearchParams(rest.join('?')),
    header: (name) => readHeader(message, name),
    headerNames: Object.keys(message.headers),
    origin: `http://${host}`,
    addressing: virtual === undefined ? 'path' : 'virtual-host',
    body: () => message.iterator({ destroyOnReturn: false }),
    message,
  }
}

/** The key itself, or a refusal: at most 1,024 bytes of UTF-8, no NUL. */
export function checkKey(key: string): string {
  const size = Buffer.byteLength(key)
  if (size > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', { details: { Size: size, MaxSizeAllowed: MAX_KEY_BYTES } })
  }
  if (key.includes('\0')) throw new S3Error('InvalidArgument', { message: 'Object keys cannot contain NUL' })
  return key
}

/** The address of an object as S3 writes it in `Location`: slashes of the key are encoded. */
export function objectUrl(request: S3Request, bucket: string, key: string): string {
  const name = encodeURIComponent(key)
  return request.addressing === 'path' ? `${request.origin}/${bucket}/${name}` : `${request.origin}/${name}`
}

function decodePath(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath)
  } catch (cause) {
    throw new S3Error('InvalidURI', { cause })
  }
}

function readHeader(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(',') : value
}
