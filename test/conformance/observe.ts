/** Observations in one line, in the words of the table of cases. */
import { HeadObjectCommand, S3ServiceException } from '@aws-sdk/client-s3'
import type { CaseContext } from './conformance-case.ts'
import type { HttpResponse } from './http-exchange.ts'

/** `204` or `403 AccessDenied`. */
export function statusOf({ status, text }: HttpResponse): string {
  const code = elementOf(text, 'Code')
  return code === null || status < 300 ? String(status) : `${status} ${code}`
}

/** The same for an SDK call. */
export async function statusOfCall(
  call: Promise<{ $metadata: { httpStatusCode?: number } }>,
): Promise<string> {
  try {
    return String((await call).$metadata.httpStatusCode)
  } catch (error) {
    if (error instanceof S3ServiceException) return `${error.$metadata.httpStatusCode} ${error.name}`
    throw error
  }
}

/** `nothing stored` or `stored 100 bytes of image/png`. */
export async function storedAt(
  context: CaseContext,
  key: string = context.key,
  bucket = context.bucket,
): Promise<string> {
  try {
    const head = await context.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
    return `stored ${head.ContentLength} bytes of ${head.ContentType}`
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return 'nothing stored'
    throw error
  }
}

/** The text of an XML element, with entities resolved; `null` if there is none. */
export function elementOf(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text === undefined
    ? null
    : text.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&')
}

/** The headers of `names` that the response has. */
export function headersNamed({ headers }: HttpResponse, ...names: string[]): string {
  const found = names.filter((name) => headers[name.toLowerCase()] !== undefined)
  return found.length > 0 ? found.join(' ') : 'none'
}
