import { S3Error } from './s3-error.ts'

/** One rule of a bucket's CORS configuration; the first rule that fits a request decides. */
export interface CorsRule {
  /** Origins, each with at most one `*`. */
  allowedOrigins: string[]
  allowedMethods: string[]
  /** Request headers, each with at most one `*`. */
  allowedHeaders: string[]
  /** Names only: browsers know no patterns here. */
  exposeHeaders: string[]
  maxAgeSeconds: number
}

/** What a page needs to upload by form or in parts and to read what S3 answers. */
export const defaultCorsRules: CorsRule[] = [
  {
    allowedOrigins: ['*'],
    allowedMethods: ['GET', 'POST', 'PUT', 'HEAD'],
    allowedHeaders: ['*'],
    exposeHeaders: [
      'ETag',
      'Location',
      'x-amz-request-id',
      'x-amz-id-2',
      'x-amz-version-id',
      'x-amz-checksum-crc32',
      'x-amz-checksum-crc32c',
      'x-amz-checksum-sha1',
      'x-amz-checksum-sha256',
    ],
    maxAgeSeconds: 3000,
  },
]

export interface CorsQuestion {
  origin: string
  method: string
  /** Empty for the request itself: only a preflight asks for headers. */
  requestHeaders: readonly string[]
}

/** The headers S3 adds for this origin, `null` where no rule fits. */
export function corsHeaders(
  rules: readonly CorsRule[],
  question: CorsQuestion,
): Record<string, string> | null {
  const rule = rules.find(
    (candidate) =>
      candidate.allowedOrigins.some((pattern) => matches(pattern, question.origin)) &&
      candidate.allowedMethods.includes(question.method) &&
      question.requestHeaders.every((name) =>
        candidate.allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name.toLowerCase())),
      ),
  )
  if (!rule) return null
  const anyone = rule.allowedOrigins.includes('*')
  return {
    'access-control-allow-origin': anyone ? '*' : question.origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(rule.exposeHeaders.length > 0
      ? { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }
      : {}),
    ...(question.requestHeaders.length > 0
      ? { 'access-control-allow-headers': question.requestHeaders.join(', ').toLowerCase() }
      : {}),
    'access-control-max-age': String(rule.maxAgeSeconds),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

const allowableMethods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])

/** Throws `InvalidRequest` on rules that S3 would not store. */
export function checkCorsRules(rules: readonly CorsRule[]): void {
  for (const { allowedMethods, allowedOrigins, allowedHeaders } of rules) {
    const method = allowedMethods.find((name) => !allowableMethods.has(name))
    if (method !== undefined) {
      throw new S3Error('InvalidRequest', {
        message: `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`,
      })
    }
    if (allowedMethods.length === 0 || allowedOrigins.length === 0) throw new S3Error('MalformedXML')
    const pattern = [...allowedOrigins, ...allowedHeaders].find((text) => text.split('*').length > 2)
    if (pattern !== undefined) {
      throw new S3Error('InvalidRequest', { message: `"${pattern}" can not have more than one wildcard.` })
    }
  }
}

function matches(pattern: string, text: string): boolean {
  const [head = '', tail] = pattern.split('*')
  if (tail === undefined) return pattern === text
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail)
}
