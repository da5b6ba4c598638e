/** Reads queues by SQS's JSON protocol, signed without a client of SQS in the AWS SDK. */
import type { AwsCredentials } from '../../../server/aws/aws-options.ts'
import { AwsSigner } from '../../../server/light/aws-signer.ts'
import { sqsUrl } from '../../../server/light/endpoints.ts'

export interface SqsAccess {
  credentials(): Promise<AwsCredentials>
  /** Default: AWS. */
  endpoint: string | undefined
}

export class SqsError extends Error {
  override readonly name: string

  constructor(code: string, message: string) {
    super(message)
    this.name = code
  }
}

const TIMEOUT_MS = 10_000

export class SqsReader {
  readonly #access: SqsAccess

  constructor(access: SqsAccess) {
    this.#access = access
  }

  async urlOf(arn: string): Promise<string> {
    const [, , , region = '', QueueOwnerAWSAccountId, QueueName] = arn.split(':')
    const response = await this.#call(region, 'GetQueueUrl', { QueueName, QueueOwnerAWSAccountId })
    return textIn(response, 'QueueUrl')
  }

  /** By their names in AWS: `QueueArn`, `ApproximateNumberOfMessages`, `RedrivePolicy`, … */
  async attributesOf(region: string, QueueUrl: string): Promise<Readonly<Record<string, string>>> {
    const request = { QueueUrl, AttributeNames: ['All'] }
    const response = await this.#call(region, 'GetQueueAttributes', request)
    const { Attributes } = Object(response)
    return Object.fromEntries(
      Object.entries(Object(Attributes)).map(([name, value]) => [name, String(value)] as const),
    )
  }

  /** Whether a queue sends its dead letters there: SQS can move these back. */
  async hasSource(region: string, QueueUrl: string): Promise<boolean> {
    const { queueUrls } = Object(await this.#call(region, 'ListDeadLetterSourceQueues', { QueueUrl }))
    return Array.isArray(queueUrls) && queueUrls.length > 0
  }

  /** @throws {SqsError} */
  async #call(region: string, action: string, request: object): Promise<unknown> {
    const { credentials, endpoint } = this.#access
    const call = {
      method: 'POST',
      url: sqsUrl(region, endpoint),
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify(request),
    }
    const { method, url, headers, body } = await new AwsSigner('sqs', region).sign(
      call,
      await credentials(),
      new Date(),
    )
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) })
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return answer
    const code = textIn(answer, '__type').split('#').at(-1) || String(response.status)
    throw new SqsError(code, textIn(answer, 'message'))
  }
}

function textIn(value: unknown, name: string): string {
  const text: unknown = Object(value)[name]
  return typeof text === 'string' ? text : ''
}
