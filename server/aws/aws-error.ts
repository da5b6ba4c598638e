/** What S3 or SNS answered instead of doing it, read by pattern: see `text-answer.ts`. */

export interface HttpResponse {
  statusCode: number
  headers: Record<string, string>
  body?: unknown
}

/** Shaped as the SDK's own errors are: its retries look at `$metadata`, its clock correction at `$response`. */
export class AwsRefusal extends Error {
  readonly $fault: 'client' | 'server'
  readonly $metadata: { httpStatusCode: number; requestId?: string }
  readonly $response: HttpResponse

  /** `name` becomes the service's own code, for example `NoSuchUpload`. */
  constructor(service: 'S3' | 'SNS', response: HttpResponse, body: string) {
    const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1] ?? 'Unknown'
    super(`${service} answered ${response.statusCode} ${code}`)
    this.name = code
    this.$fault = response.statusCode < 500 ? 'client' : 'server'
    const requestId =
      response.headers['x-amz-request-id'] ??
      response.headers['x-amzn-requestid'] ??
      /<RequestId>([^<]+)<\/RequestId>/.exec(body)?.[1]
    this.$metadata = {
      httpStatusCode: response.statusCode,
      ...(requestId === undefined ? {} : { requestId }),
    }
    this.$response = { statusCode: response.statusCode, headers: response.headers }
  }
}
