/** SNS or S3 → SQS → Lambda: the queue before the function, with its dead letters. */
import { EventSourceMapping, type Invoke } from './event-source-mapping.ts'
import { Queue, type QueueOptions } from './queue.ts'
import type { SnsEvent } from './sns.ts'

export interface LocalQueueOptions {
  /** How long a failed message waits for its next try, in milliseconds. Default: 2,000. */
  visibilityMs?: number
  /** Tries of a message before it becomes a dead letter. Default: 5. */
  maxReceiveCount?: number
  /** Messages of one invocation. Default: 1. */
  batchSize?: number
  /** Invocations at a time. Default: as many as the function's host runs. */
  maximumConcurrency?: number
  /** `false`: any response deletes the whole batch. Default: true. */
  reportsItemFailures?: boolean
  /** `false`: the body is SNS's JSON around the message. Default: true. */
  rawDelivery?: boolean
  /** Of each received message: whether it is delivered once more, as standard queues may do. Default: none. */
  isDeliveredTwice?: QueueOptions['isDeliveredTwice']
}

export const QUEUE_NAME = 'images'

export class QueueDelivery {
  readonly #rawDelivery: boolean
  readonly #deadLetters: Queue
  readonly #queue: Queue
  readonly #mapping: EventSourceMapping | null

  /** @param invoke of the function; `null`: messages wait for SQS clients. */
  constructor(invoke: Invoke | null, region: string, options: LocalQueueOptions) {
    const { visibilityMs = 2_000, maxReceiveCount = 5, rawDelivery = true, isDeliveredTwice } = options
    const { batchSize = 1, maximumConcurrency = 2, reportsItemFailures = true } = options
    this.#rawDelivery = rawDelivery
    this.#deadLetters = new Queue({ name: 'image-dead-letters', visibilityMs })
    this.#queue = new Queue({
      name: QUEUE_NAME,
      visibilityMs,
      redrive: { deadLetters: this.#deadLetters, maxReceiveCount },
      ...(isDeliveredTwice && { isDeliveredTwice }),
    })
    const mapping = { batchSize, maximumConcurrency, reportsItemFailures, region }
    this.#mapping = invoke && new EventSourceMapping(this.#queue, invoke, mapping)
  }

  /** The bodies of messages that failed `maxReceiveCount` times. */
  get deadLetters(): readonly string[] {
    return this.#deadLetters.bodies
  }

  /** The queue and its dead letters. */
  get queues(): [queue: Queue, deadLetters: Queue] {
    return [this.#queue, this.#deadLetters]
  }

  /** As S3 and EventBridge do, to which the queue is a destination. */
  send(body: string): void {
    this.#queue.send(body)
  }

  /** The subscription of the queue to the topic. */
  async invoke({ Records }: SnsEvent): Promise<void> {
    for (const { Sns } of Records) this.#queue.send(this.#rawDelivery ? Sns.Message : JSON.stringify(Sns))
  }

  /** Dead letters are tried again. @returns how many */
  redrive(): number {
    return this.#queue.redrive()
  }

  async idle(): Promise<void> {
    await this.#mapping?.idle()
  }

  get isIdle(): boolean {
    return this.#mapping?.isIdle ?? true
  }

  close(): void {
    this.#mapping?.close()
    this.#queue.close()
    this.#deadLetters.close()
  }
}
