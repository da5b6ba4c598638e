/** Settings of bucket and topic, for one fault each. */
import type { LocalAwsOptions } from '../../demo/local/index.ts'
import { bucketConfiguration, type Change } from './changing-proxy.ts'
import { ORIGIN } from './doctor-under-test.ts'

export const rule = (prefix: string, action: string, more = '') =>
  `<Rule><ID>own</ID><Status>Enabled</Status><Filter>${prefix}${more}</Filter>${action}</Rule>`
export const PENDING = rule('<Prefix>pending/</Prefix>', '<Expiration><Days>1</Days></Expiration>')
export const PARTS = (days: number) =>
  rule(
    '<Prefix>uploads/</Prefix>',
    `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`,
  )
export const lifecycle = (...rules: string[]) =>
  bucketConfiguration('lifecycle', 'LifecycleConfiguration', rules.join(''))
export const cors = (change: object): LocalAwsOptions => ({
  corsRules: [
    {
      allowedOrigins: [ORIGIN],
      allowedMethods: ['POST', 'PUT', 'GET'],
      allowedHeaders: ['*'],
      exposeHeaders: ['ETag', 'x-amz-request-id'],
      maxAgeSeconds: 0,
      ...change,
    },
  ],
})
export const snsList =
  (member: string): Change =>
  ({ body }) =>
    String(body).includes('ListSubscriptions')
      ? {
          status: 200,
          headers: { 'content-type': 'text/xml' },
          body: `<R xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions><member>${member}</member></Subscriptions></ListSubscriptionsByTopicResult></R>`,
        }
      : undefined
