/** Requests as AWS Lambda's function URLs hand them to a function: payload format 2.0. */
import type { LambdaHandler } from '../../../server/lambda.ts'

const DOMAIN = 'abcdefghijklmnop.lambda-url.us-east-1.on.aws'

/** @param encoding of the body: CloudFront and some clients make AWS pass it in base64 */
function functionUrlEvent(url: string, init: RequestInit = {}, encoding: 'text' | 'base64' = 'text') {
  const { pathname, searchParams, search } = new URL(url, `https://${DOMAIN}`)
  const method = init.method ?? 'GET'
  const text = typeof init.body === 'string' ? init.body : null
  const isBase64Encoded = text !== null && encoding === 'base64'
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: {
      host: DOMAIN,
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.7',
      ...(text === null ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
      ...Object.fromEntries(new Headers(init.headers)),
    },
    queryStringParameters: Object.fromEntries(searchParams),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abcdefghijklmnop',
      authentication: null,
      authorizer: {},
      domainName: DOMAIN,
      domainPrefix: 'abcdefghijklmnop',
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
      requestId: 'e1506fd5-9e7b-434f-bd42-4f8fa224b599',
      routeKey: '$default',
      stage: '$default',
      time: '01/Dec/2026:12:00:00 +0000',
      timeEpoch: 1_796_126_400_000,
    },
    body: isBase64Encoded ? Buffer.from(text).toString('base64') : text,
    isBase64Encoded,
  }
}

/** `fetch`, answered by a function behind a function URL. */
export function fetchFrom(handler: LambdaHandler, encoding: 'text' | 'base64' = 'text') {
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const context = { awsRequestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95' } as Parameters<LambdaHandler>[1]
    const event = functionUrlEvent(url, init, encoding)
    const { statusCode, headers, body, isBase64Encoded } = await handler(event, context)
    const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
    const given = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [
      name,
      String(value),
    ])
    return new Response(statusCode === 204 ? null : bytes, { status: statusCode, headers: given })
  }
}
