/** SNS → SQS → Lambda: the queue between the topic and the function, with its dead letters. */
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

export class QueueDelivery {
  readonly #rawDelivery: boolean
  readonly #deadLetters: Queue
  readonly #queue: Queue
  readonly #mapping: EventSourceMapping

  constructor(invoke: Invoke, region: string, options: LocalQueueOptions) {
    const { visibilityMs = 2_000, maxReceiveCount = 5, rawDelivery = true, isDeliveredTwice } = options
    const { batchSize = 1, maximumConcurrency = 2, reportsItemFailures = true } = options
    this.#rawDelivery = rawDelivery
    this.#deadLetters = new Queue({ name: 'image-dead-letters', visibilityMs })
    this.#queue = new Queue({
      name: 'images',
      visibilityMs,
      redrive: { deadLetters: this.#deadLetters, maxReceiveCount },
      ...(isDeliveredTwice && { isDeliveredTwice }),
    })
    const mapping = { batchSize, maximumConcurrency, reportsItemFailures, region }
    this.#mapping = new EventSourceMapping(this.#queue, invoke, mapping)
  }

  /** The bodies of messages that failed `maxReceiveCount` times. */
  get deadLetters(): readonly string[] {
    return this.#deadLetters.bodies
  }

  /** The subscription of the queue to the topic. */
  async invoke({ Records }: SnsEvent): Promise<void> {
    for (const { Sns } of Records) this.#queue.send(this.#rawDelivery ? Sns.Message : JSON.stringify(Sns))
  }

  /** Dead letters are tried again. @returns how many */
  redrive(): number {
    return this.#queue.redrive()
  }

  idle(): Promise<void> {
    return this.#mapping.idle()
  }

  close(): void {
    this.#mapping.close()
  }
}
