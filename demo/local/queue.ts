/**
 * A small SQS standard queue: at-least-once delivery, a visibility timeout, dead letters after a number of receives, and
 * redrive. In memory; `sqs.ts` has its HTTP protocol.
 */
import { randomUUID } from 'node:crypto'

export interface QueueOptions {
  name: string
  /** How long a received message is hidden from other consumers, in milliseconds. */
  visibilityMs: number
  /** Where a message goes that was received `maxReceiveCount` times without being deleted. Default: it is received for ever. */
  redrive?: { deadLetters: Queue; maxReceiveCount: number }
  /** Of each received message: whether it stays visible to other consumers, as standard queues may do. Default: none. */
  isDeliveredTwice?: (message: ReceivedMessage) => boolean
}

export interface ReceivedMessage {
  messageId: string
  /** Of this receive: a later one invalidates it. */
  receiptHandle: string
  body: string
  /** This receive included. */
  receiveCount: number
  /** Epoch milliseconds. */
  sentAt: number
  firstReceivedAt: number
}

interface StoredMessage {
  messageId: string
  body: string
  sentAt: number
  firstReceivedAt: number | null
  receiveCount: number
  receiptHandle: string | null
  visibleAt: number
}

export class Queue {
  readonly name: string
  readonly #options: QueueOptions
  readonly #messages = new Map<string, StoredMessage>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #listeners = new Set<() => void>()

  constructor(options: QueueOptions) {
    this.#options = options
    this.name = options.name
  }

  /** Messages that were sent and neither deleted nor moved to the dead letters. */
  get size(): number {
    return this.#messages.size
  }

  /** Of them, those that a consumer would get now. */
  get visible(): number {
    const now = Date.now()
    return [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now).length
  }

  get visibilityMs(): number {
    return this.#options.visibilityMs
  }

  get deadLetters(): Queue | undefined {
    return this.#options.redrive?.deadLetters
  }

  get maxReceiveCount(): number | undefined {
    return this.#options.redrive?.maxReceiveCount
  }

  /** Bodies, oldest first. */
  get bodies(): string[] {
    return [...this.#messages.values()].map(({ body }) => body)
  }

  /** Called whenever a message may have become visible or has gone. @returns what ends that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @returns the message's id */
  send(body: string, messageId: string = randomUUID(), delayMs = 0): string {
    const now = Date.now()
    const counts = { receiveCount: 0, firstReceivedAt: null, receiptHandle: null }
    const message = { messageId, body, sentAt: now, visibleAt: now, ...counts }
    this.#messages.set(messageId, message)
    if (delayMs > 0) this.#hide(message, delayMs)
    this.#changed()
    return messageId
  }

  /** Visible messages, oldest first; those that were received too often go to the dead letters instead. */
  receive(limit: number, visibilityMs: number = this.#options.visibilityMs): ReceivedMessage[] {
    const now = Date.now()
    const received: ReceivedMessage[] = []
    for (const message of [...this.#messages.values()]) {
      if (received.length === limit) break
      if (message.visibleAt > now || this.#isDead(message)) continue
      received.push(this.#receive(message, now, visibilityMs))
    }
    return received
  }

  /** A handle of an earlier receive changes nothing: the message was delivered again meanwhile. */
  delete(receiptHandle: string): void {
    for (const [id, message] of this.#messages) {
      if (message.receiptHandle === receiptHandle) this.#messages.delete(id)
    }
    this.#changed()
  }

  /** Moves the dead letters back, each as new. @returns how many */
  redrive(): number {
    const dead = this.#options.redrive?.deadLetters
    if (dead === undefined) return 0
    const letters = [...dead.#messages.values()]
    dead.#messages.clear()
    dead.#changed()
    for (const { body } of letters) this.send(body)
    return letters.length
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#messages.clear()
    this.#changed()
  }

  /** From now on; 0 makes it visible. A handle of an earlier receive changes nothing. */
  hideFor(receiptHandle: string, ms: number): void {
    for (const message of this.#messages.values()) {
      if (message.receiptHandle === receiptHandle) this.#hide(message, ms)
    }
    this.#changed()
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  #receive(message: StoredMessage, now: number, visibilityMs: number): ReceivedMessage {
    const receiptHandle = randomUUID()
    message.receiveCount += 1
    message.firstReceivedAt ??= now
    message.receiptHandle = receiptHandle
    const { messageId, body, sentAt, receiveCount, firstReceivedAt } = message
    const received = { messageId, receiptHandle, body, sentAt, receiveCount, firstReceivedAt }
    if (this.#options.isDeliveredTwice?.(received)) return received
    this.#hide(message, visibilityMs)
    return received
  }

  #hide(message: StoredMessage, ms: number): void {
    const visibleAt = Date.now() + ms
    message.visibleAt = visibleAt
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      // A timer of Node may fire up to 1 ms before `Date.now()` says so, and no second one follows.
      if (message.visibleAt === visibleAt) message.visibleAt = Math.min(visibleAt, Date.now())
      this.#changed()
    }, ms)
    this.#timers.add(timer)
  }

  #isDead(message: StoredMessage): boolean {
    const { redrive } = this.#options
    if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) return false
    this.#messages.delete(message.messageId)
    redrive.deadLetters.send(message.body, message.messageId)
    return true
  }
}
