/** The SNS clients of the service, one for each region of a topic. The SDK is loaded with the first call. */
import type { SNSClient } from '@aws-sdk/client-sns'
import type { AwsOptions } from './aws-options.ts'
import type { SdkClients } from './sdk-clients.ts'
import type { BatchEntry, SnsCalls } from './sns-publisher.ts'
import { readXml, type XmlResponse } from './xml-response.ts'

export type SnsOptions = Pick<AwsOptions, 'snsEndpoint' | 'credentials'> & Pick<SdkClients, 'snsClient'>

export class SnsConnection implements SnsCalls {
  readonly #options: SnsOptions
  /** By region. */
  readonly #clients = new Map<string, Promise<SNSClient>>()

  constructor(options: SnsOptions) {
    this.#options = options
  }

  async publishBatch(topicArn: string, entries: readonly BatchEntry[], signal: AbortSignal): Promise<string> {
    const { PublishBatchCommand } = await import('@aws-sdk/client-sns')
    const client = await this.#clientFor(topicArn)
    const command = new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: [...entries] })
    const response: XmlResponse = { text: '' }
    command.middlewareStack.add(readXml('SNS', response, client), READ_SNS_XML)
    await client.send(command, { abortSignal: signal })
    return response.text
  }

  #clientFor(topicArn: string): Promise<SNSClient> {
    const region = topicArn.split(':')[3] ?? ''
    const client = this.#clients.get(region) ?? this.#connect(region)
    this.#clients.set(region, client)
    return client
  }

  async probe(topicArn: string, signal: AbortSignal): Promise<void> {
    const { GetTopicAttributesCommand } = await import('@aws-sdk/client-sns')
    const client = await this.#clientFor(topicArn)
    const command = new GetTopicAttributesCommand({ TopicArn: topicArn })
    command.middlewareStack.add(readXml('SNS', { text: '' }, client), READ_SNS_XML)
    await client.send(command, { abortSignal: signal })
  }

  async #connect(region: string): Promise<SNSClient> {
    const { snsEndpoint, credentials, snsClient } = this.#options
    if (snsClient !== undefined) return snsClient
    const { SNSClient } = await import('@aws-sdk/client-sns')
    return new SNSClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true },
      ...(region === '' ? {} : { region }),
      ...(snsEndpoint === undefined ? {} : { endpoint: snsEndpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    })
  }
}

/** How a command's XML is read instead of parsed by the SDK: see `xml-response.ts`. */
const READ_SNS_XML = {
  step: 'deserialize',
  // Low priority: before the SDK's own deserializer.
  priority: 'low',
  name: 'readSnsXml',
  override: true,
} as const
