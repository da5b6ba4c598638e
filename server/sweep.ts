import type { Env } from 'hono'
import { Hono } from 'hono/tiny'
import type { AwsAdapter } from './aws/aws-adapter.ts'
import { createContext } from './create-context.ts'
import type { UploadsOptions } from './options/uploads-options.ts'
import { type SweepOptions, type SweepReport, sweep } from './routes/sweep.ts'

export type Sweep = (options?: SweepOptions) => Promise<SweepReport>

/**
 * For a scheduled job, or for S3 events of `pending/`: announces uploads whose browser never called `/complete`. Hooks run as
 * in `/complete`; their context has no variables of the host's middleware.
 *
 * @throws {ConfigError} as `uploads` does
 */
export function uploadsSweep<E extends Env, Own extends object>(
  options: UploadsOptions<E> & Own,
  aws: AwsAdapter<Own>,
): Sweep {
  const context = createContext<E, Own>(options, aws)
  return async (sweepOptions = {}) => {
    let report: SweepReport | undefined
    // Hooks get a context, which only an app makes.
    const app = new Hono<E>().get('/', async (c) => {
      report = await sweep(context, c, sweepOptions)
      return c.body(null)
    })
    app.onError((error) => {
      throw error
    })
    await app.request('/')
    if (report === undefined) throw new TypeError('The sweep has no report')
    return report
  }
}
