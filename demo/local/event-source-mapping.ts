/** Lambda's poller of a queue: receives batches, invokes the function and deletes the messages that it did not fail. */
import { createHash } from 'node:crypto'
import type { Queue, ReceivedMessage } from './queue.ts'

export interface MappingOptions {
  /** Messages of one invocation. */
  batchSize: number
  /** Invocations at a time. */
  maximumConcurrency: number
  /** Whether the function's response names the failed messages; otherwise one exception fails the batch. */
  reportsItemFailures: boolean
  region: string
}

/** @returns the function's response; rejects when it failed */
export type Invoke = (event: object, messageId: string) => Promise<unknown>

export class EventSourceMapping {
  readonly #queue: Queue
  readonly #invoke: Invoke
  readonly #options: MappingOptions
  readonly #idle = new Set<() => void>()
  #running = 0
  #isClosed = false

  constructor(queue: Queue, invoke: Invoke, options: MappingOptions) {
    this.#queue = queue
    this.#invoke = invoke
    this.#options = options
    queue.onChange(() => this.#poll())
    this.#poll()
  }

  /** Resolves when every message was deleted or has become a dead letter. */
  async idle(): Promise<void> {
    while (!this.isIdle) await new Promise<void>((resolve) => this.#idle.add(resolve))
  }

  close(): void {
    this.#isClosed = true
    this.#queue.close()
  }

  get isIdle(): boolean {
    return this.#running === 0 && (this.#isClosed || this.#queue.size === 0)
  }

  #poll(): void {
    while (!this.#isClosed && this.#running < this.#options.maximumConcurrency) {
      const batch = this.#queue.receive(this.#options.batchSize)
      if (batch.length === 0) break
      this.#running += 1
      void this.#run(batch).finally(() => {
        this.#running -= 1
        this.#poll()
      })
    }
    if (!this.isIdle) return
    for (const resolve of this.#idle) resolve()
    this.#idle.clear()
  }

  /** What failed stays hidden until its visibility timeout ends. */
  async #run(batch: readonly ReceivedMessage[]): Promise<void> {
    const failed = await this.#invoke(this.#event(batch), batch[0]?.messageId ?? '').then(
      (response) => (this.#options.reportsItemFailures ? failedIn(response, batch) : new Set<string>()),
      () => allOf(batch),
    )
    for (const { messageId, receiptHandle } of batch) {
      if (!failed.has(messageId)) this.#queue.delete(receiptHandle)
    }
  }

  #event(batch: readonly ReceivedMessage[]): object {
    const { region } = this.#options
    return {
      Records: batch.map((message) => ({
        messageId: message.messageId,
        receiptHandle: message.receiptHandle,
        body: message.body,
        attributes: {
          ApproximateReceiveCount: String(message.receiveCount),
          SentTimestamp: String(message.sentAt),
          SenderId: 'AIDAIOSFODNN7EXAMPLE',
          ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
        },
        messageAttributes: {},
        md5OfBody: createHash('md5').update(message.body).digest('hex'),
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:${region}:000000000000:${this.#queue.name}`,
        awsRegion: region,
      })),
    }
  }
}

/** A response that names an unknown message, or is none, fails the batch: the rules of Lambda. */
function failedIn(response: unknown, batch: readonly ReceivedMessage[]): Set<string> {
  if (response === null || response === undefined) return new Set()
  if (typeof response !== 'object') return allOf(batch)
  const failures = 'batchItemFailures' in response ? response.batchItemFailures : null
  if (failures === null || failures === undefined) return new Set()
  if (!Array.isArray(failures)) return allOf(batch)
  const ids = failures.map((failure: unknown) =>
    typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure
      ? failure.itemIdentifier
      : null,
  )
  const known = allOf(batch)
  const isKnown = (id: unknown): id is string => typeof id === 'string' && known.has(id)
  return ids.every(isKnown) ? new Set(ids) : known
}

const allOf = (batch: readonly ReceivedMessage[]) => new Set(batch.map(({ messageId }) => messageId))
