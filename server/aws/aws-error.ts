import { xmlText } from './xml-text.ts'

export interface HttpResponse {
  statusCode: number
  headers: Record<string, string>
  body?: unknown
}

/**
 * An error response of S3 or SNS, read as text: see `xml-response.ts`. Shaped as the SDK's own errors are: its retries
 * look at `$metadata`, its clock correction at `$response`.
 */
export class AwsError extends Error {
  readonly $fault: 'client' | 'server'
  readonly $metadata: { httpStatusCode: number; requestId?: string }
  readonly $response: HttpResponse

  /** `name` becomes the service's own code, for example `NoSuchUpload`. */
  constructor(service: 'S3' | 'SNS', response: HttpResponse, body: string) {
    const code = xmlText(body, 'Code') ?? 'Unknown'
    super(`${service} answered ${response.statusCode} ${code}`)
    this.name = code
    this.$fault = response.statusCode < 500 ? 'client' : 'server'
    const requestId =
      response.headers['x-amz-request-id'] ??
      response.headers['x-amzn-requestid'] ??
      xmlText(body, 'RequestId')
    this.$metadata = {
      httpStatusCode: response.statusCode,
      ...(requestId === null ? {} : { requestId }),
    }
    this.$response = { statusCode: response.statusCode, headers: response.headers }
  }
}
