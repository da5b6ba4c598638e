/** SNS by its query protocol: forms in, XML out. One client for each region of a topic. */
import { encodeText } from '../aws/sign-query.ts'
import type { BatchEntry, SnsCalls } from '../aws/sns-publisher.ts'
import { AwsClient } from './aws-client.ts'
import { AwsSigner } from './aws-signer.ts'
import type { CredentialSource } from './credentials.ts'
import { snsUrl } from './endpoints.ts'
import type { Transport } from './transport.ts'

const VERSION = '2010-03-31'

export class LightSns implements SnsCalls {
  readonly #endpoint: string | undefined
  readonly #credentials: CredentialSource
  readonly #transport: Transport
  /** By region. */
  readonly #clients = new Map<string, AwsClient>()

  constructor(endpoint: string | undefined, credentials: CredentialSource, transport: Transport) {
    this.#endpoint = endpoint
    this.#credentials = credentials
    this.#transport = transport
  }

  publishBatch(topicArn: string, entries: readonly BatchEntry[], signal: AbortSignal): Promise<string> {
    const fields: Field[] = [['TopicArn', topicArn], ...entries.flatMap(entryFields)]
    return this.#send('PublishBatch', topicArn, fields, signal)
  }

  async probe(topicArn: string, signal: AbortSignal): Promise<void> {
    await this.#send('GetTopicAttributes', topicArn, [['TopicArn', topicArn]], signal)
  }

  async #send(
    action: string,
    topicArn: string,
    fields: readonly Field[],
    signal: AbortSignal,
  ): Promise<string> {
    const region = topicArn.split(':')[3] ?? ''
    const all: readonly Field[] = [['Action', action], ['Version', VERSION], ...fields]
    const call = {
      method: 'POST',
      url: snsUrl(region, this.#endpoint),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: all.map(([name, value]) => `${name}=${encodeText(value)}`).join('&'),
    }
    return (await this.#clientFor(region).send(call, signal)).body
  }

  #clientFor(region: string): AwsClient {
    const known = this.#clients.get(region)
    if (known !== undefined) return known
    const client = new AwsClient('SNS', new AwsSigner('sns', region), this.#credentials, this.#transport)
    this.#clients.set(region, client)
    return client
  }
}

type Field = readonly [name: string, value: string]

function entryFields(entry: BatchEntry, index: number): Field[] {
  const prefix = `PublishBatchRequestEntries.member.${index + 1}`
  const { Id, Message, MessageAttributes, MessageGroupId, MessageDeduplicationId } = entry
  const attributes = Object.entries(MessageAttributes).flatMap(
    ([name, { DataType, StringValue }], at): Field[] => {
      const attribute = `${prefix}.MessageAttributes.entry.${at + 1}`
      return [
        [`${attribute}.Name`, name],
        [`${attribute}.Value.DataType`, DataType],
        [`${attribute}.Value.StringValue`, StringValue],
      ]
    },
  )
  return [
    [`${prefix}.Id`, Id],
    [`${prefix}.Message`, Message],
    ...attributes,
    ...(MessageGroupId === undefined ? [] : [[`${prefix}.MessageGroupId`, MessageGroupId] as const]),
    ...(MessageDeduplicationId === undefined
      ? []
      : [[`${prefix}.MessageDeduplicationId`, MessageDeduplicationId] as const]),
  ]
}
