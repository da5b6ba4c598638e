/** GetBucketNotificationConfiguration and PutBucketNotificationConfiguration. */
import { AwsError } from './aws-error.ts'
import type { EventTargets } from './event-delivery.ts'
import type { HttpResponse } from './http-server.ts'
import { NO_RULES, parseNotificationRules, renderNotificationRules } from './notification-rules.ts'
import { testEvent } from './object-event.ts'
import { readXml } from './request-body.ts'
import { type S3Call, type S3Operation, xmlResponse } from './s3-call.ts'

export function getBucketNotification({ store, bucket }: S3Call): HttpResponse {
  const rules = store.bucket(bucket).notifications ?? NO_RULES
  return xmlResponse('NotificationConfiguration', renderNotificationRules(rules))
}

/** An empty configuration ends all notifications. */
export function putBucketNotification(targets: EventTargets): S3Operation {
  return async (call) => {
    const notifications = parseNotificationRules(await readXml(call))
    const unknown = notifications.rules.find(({ kind, arn }) => !targets.has(kind, arn))
    if (unknown !== undefined) {
      const message = `Unable to validate the following destination configurations: ${unknown.arn}`
      throw new AwsError('InvalidArgument', message)
    }
    const { store, bucket } = call
    store.buckets.set(bucket, { ...store.bucket(bucket), notifications })
    for (const { kind, arn } of notifications.rules) {
      if (kind !== 'function') targets.send(kind, arn, testEvent(bucket))
    }
    return { status: 200 }
  }
}
