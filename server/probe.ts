import type { Env } from 'hono'
import { awsProbe } from './aws/probe-aws.ts'
import { readSettings } from './options/settings.ts'
import type { UploadsOptions } from './options/uploads-options.ts'

/** One sentence for each thing that is wrong; empty: ready. Never rejects. */
export type Probe = () => Promise<string[]>

/**
 * For readiness checks: whether the buckets, the topics and the secret can be used. Stores and publishes nothing.
 *
 * @throws {ConfigError} as `uploads` does
 */
export function uploadsProbe<E extends Env = Env>(options: UploadsOptions<E>): Probe {
  const settings = readSettings(options)
  const targets = [...settings.routeTable.values()].map(({ target }) => target)
  const probe = awsProbe(settings, {
    buckets: [...new Set([...targets.map(({ bucket }) => bucket), settings.derivedBucket])],
    topicArns: settings.publish === undefined ? [...new Set(targets.map(({ topicArn }) => topicArn))] : [],
  })
  return async () => {
    const secretFault = settings.secrets().then(
      () => [],
      () => ['The secret is not available.'],
    )
    return [...(await secretFault), ...(await probe())]
  }
}
