/** Brings the events of buckets to the function, the queue and the topic, directly or by EventBridge. */
import { randomUUID } from 'node:crypto'
import { matchesRule, NO_RULES, type NotificationRule, type NotificationRules } from './notification-rules.ts'
import { eventBridgeEvent, type ObjectEvent, s3Notification } from './object-event.ts'

/** What an embedded S3 can notify. Absent: there is none. */
export interface EventDestinations {
  region: string
  /** Invoked as S3 and EventBridge do: asynchronously, tried again after failures. */
  function?: { arn: string; invoke(event: object): void }
  queue?: { arn: string; send(body: string): void }
  topic?: { arn: string; publish(message: string): void }
}

export class EventTargets {
  readonly #destinations: EventDestinations

  constructor(destinations: EventDestinations) {
    this.#destinations = destinations
  }

  has(kind: NotificationRule['kind'], arn: string): boolean {
    return this.#destinations[kind]?.arn === arn
  }

  send(kind: NotificationRule['kind'], arn: string, event: object): void {
    if (!this.has(kind, arn)) return
    const { function: invoked, queue, topic } = this.#destinations
    if (kind === 'function') invoked?.invoke(event)
    if (kind === 'queue') queue?.send(JSON.stringify(event))
    if (kind === 'topic') topic?.publish(JSON.stringify(event))
  }

  notify(event: ObjectEvent, { rules, eventBridge }: NotificationRules = NO_RULES): void {
    const { region, queue, function: invoked } = this.#destinations
    for (const rule of rules) {
      if (matchesRule(rule, event)) this.send(rule.kind, rule.arn, s3Notification(event, region, rule.id))
    }
    if (!eventBridge) return
    // Its one rule of this host: events of S3 go to the queue, or without one to the function.
    const bridged = eventBridgeEvent(event, region, randomUUID())
    if (queue !== undefined) queue.send(JSON.stringify(bridged))
    else invoked?.invoke(bridged)
  }
}
