import { AwsError } from './aws-error.ts'
import type { CorsRule } from './cors-rule.ts'
import type { HttpResponse } from './http-server.ts'
import { readXml } from './request-body.ts'
import { type S3Call, xmlResponse } from './s3-call.ts'
import { listIn, textIn } from './xml.ts'

/** The CORS headers of the response: none if no rule matches. */
export function corsHeaders({ method, headers, bucket, store }: S3Call): Record<string, string> {
  const header = (name: string) => headers.get(name) ?? ''
  const origin = header('origin')
  const isPreflight = method === 'OPTIONS'
  const wanted = isPreflight ? header('access-control-request-method') : method
  const asked = isPreflight ? header('access-control-request-headers').toLowerCase() : ''
  const names = asked.split(',').flatMap((name) => name.trim() || [])
  const { corsRules = [] } = store.buckets.get(bucket) ?? {}
  const rule = corsRules.find(
    ({ allowedOrigins, allowedMethods, allowedHeaders }) =>
      allowedOrigins.some((pattern) => matches(pattern, origin)) &&
      allowedMethods.includes(wanted) &&
      names.every((name) => allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name))),
  )
  if (!rule || origin === '') return {}
  const isOpen = rule.allowedOrigins.includes('*')
  return {
    'access-control-allow-origin': isOpen ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    'access-control-expose-headers': rule.exposeHeaders.join(', '),
    'access-control-max-age': String(rule.maxAgeSeconds),
    ...(isOpen ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(names.length === 0 ? {} : { 'access-control-allow-headers': names.join(', ') }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

/** `serve` adds the CORS headers, as to every response. */
export function preflight(call: S3Call): HttpResponse {
  const isAsked = call.headers.has('origin') && call.headers.has('access-control-request-method')
  if (!isAsked) throw new AwsError('BadRequest', 'Origin and Access-Control-Request-Method are needed')
  if (Object.keys(corsHeaders(call)).length > 0) return { status: 200 }
  throw new AwsError('AccessForbidden', 'CORSResponse: This CORS request is not allowed.')
}

export async function putBucketCors(call: S3Call): Promise<HttpResponse> {
  const corsRules = listIn(await readXml(call), 'CORSConfiguration', 'CORSRule').map(parseRule)
  if (corsRules.length === 0) throw new AwsError('MalformedXML')
  call.store.buckets.set(call.bucket, { ...call.store.bucket(call.bucket), corsRules })
  return { status: 200 }
}

export function getBucketCors({ store, bucket }: S3Call): HttpResponse {
  const { corsRules } = store.bucket(bucket)
  if (corsRules.length === 0) throw new AwsError('NoSuchCORSConfiguration')
  const CORSRule = corsRules.map((rule) => ({
    AllowedOrigin: rule.allowedOrigins,
    AllowedMethod: rule.allowedMethods,
    AllowedHeader: rule.allowedHeaders,
    ExposeHeader: rule.exposeHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  }))
  return xmlResponse('CORSConfiguration', { CORSRule })
}

export function deleteBucketCors({ store, bucket }: S3Call): HttpResponse {
  store.buckets.set(bucket, { ...store.bucket(bucket), corsRules: [] })
  return { status: 204 }
}

function parseRule(element: unknown): CorsRule {
  const texts = (name: string) => listIn(element, name).map(String)
  const [allowedOrigins, allowedMethods] = [texts('AllowedOrigin'), texts('AllowedMethod')]
  const [allowedHeaders, exposeHeaders] = [texts('AllowedHeader'), texts('ExposeHeader')]
  const maxAgeSeconds = Number(textIn(element, 'MaxAgeSeconds')) || 0
  if (allowedOrigins.length === 0 || allowedMethods.length === 0) throw new AwsError('MalformedXML')
  const isMethods = allowedMethods.every((method) => /^(GET|PUT|POST|DELETE|HEAD)$/.test(method))
  const isPatterns = [...allowedOrigins, ...allowedHeaders].every((text) => text.split('*').length <= 2)
  if (!isMethods || !isPatterns) throw new AwsError('InvalidRequest', 'An unknown method, or two wildcards')
  return { allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds }
}

function matches(pattern: string, text: string): boolean {
  const [head = '', tail] = pattern.split('*')
  if (tail === undefined) return pattern === text
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail)
}
