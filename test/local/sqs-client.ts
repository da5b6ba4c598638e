import { AwsClient } from 'aws4fetch'
import type { LocalAws } from '../../demo/local/index.ts'

type Access = Pick<LocalAws, 'sqsEndpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>

/** SQS's JSON protocol, signed by a signer of others. */
export function sqsOf({ sqsEndpoint, region, accessKeyId, secretAccessKey }: Access) {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 'sqs', retries: 0 })

  async function call<Response = unknown>(action: string, request: object): Promise<Response> {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` }
    const body = JSON.stringify(request)
    const response = await client.fetch(`${sqsEndpoint}/`, { method: 'POST', headers, body })
    const text = await response.text()
    if (!response.ok) throw new Error(text)
    return JSON.parse(text)
  }

  async function urlOf(QueueName: string): Promise<string> {
    return (await call<{ QueueUrl: string }>('GetQueueUrl', { QueueName })).QueueUrl
  }

  return { call, urlOf }
}
