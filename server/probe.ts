import type { Env } from 'hono'
import type { AwsAdapter } from './aws/aws-adapter.ts'
import type { ProbedResources } from './aws/probe-aws.ts'
import { readSettings } from './options/settings.ts'
import type { UploadsOptions } from './options/uploads-options.ts'
import { routeFaults } from './upload/rules-on-store.ts'

/** One sentence for each thing that is wrong; empty: ready. Never rejects. */
export type Probe = () => Promise<string[]>

/**
 * For readiness checks: whether the buckets, the topics and the secret can be used. Stores and publishes nothing; on a store
 * that is not known, it starts and aborts one upload in parts.
 *
 * @throws {ConfigError} as `uploads` does
 */
export function uploadsProbe<E extends Env, Own extends object>(
  options: UploadsOptions<E> & Own,
  aws: AwsAdapter<Own>,
): Probe {
  const settings = readSettings<E, UploadsOptions<E> & Own>(options, aws)
  const { probe } = aws.connect({ ...options, ...settings })
  const routes = [...settings.routeTable]
  const targets = routes.map(([, { target }]) => target)
  const inParts = routes.flatMap(([, { rules, target }]) =>
    rules.multipartThreshold === null ? [] : [target.bucket],
  )
  const resources: ProbedResources = {
    buckets: [...new Set([...targets.map(({ bucket }) => bucket), settings.derivedBucket])],
    inParts: [...new Set(inParts)].map((bucket) => ({ bucket, key: `${settings.pendingPrefix}probe` })),
    needsForms: routes.some(([, { method }]) => method !== 'put'),
    storeFaults: (store) => routes.flatMap(([name, route]) => routeFaults(`routes.${name}`, route, store)),
    topicArns: settings.publish === undefined ? [...new Set(targets.map(({ topicArn }) => topicArn))] : [],
  }
  return async () => {
    const secretFault = settings.secrets().then(
      () => [],
      () => ['The secret is not available.'],
    )
    return [...(await secretFault), ...(await probe(resources))]
  }
}
