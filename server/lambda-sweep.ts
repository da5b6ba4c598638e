/** The scheduled function that announces uploads whose browser never called `/complete`. */

import { awsAdapterNamed } from './aws-adapter-named.ts'
import { lambdaConfig } from './lambda-config.ts'
import type { UploadsOptions } from './sdk.ts'
import { uploadsSweep } from './sweep.ts'

export type SweepHandler = (event?: unknown) => Promise<void>

/**
 * Its variables are those of the API's function. It writes one line of JSON for each run: how many uploads it announced, how
 * many failed by code, and how many keys have no grant of this service.
 *
 * @param options those of the API's function, so hooks run here as well
 * @param env default: the process's
 * @throws {ConfigError} that lists every variable that is missing or malformed; errors of Secrets Manager
 */
export async function lambdaSweep(
  options: Partial<UploadsOptions> = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SweepHandler> {
  // It has no HTTP callers.
  const { server, secret } = await lambdaConfig(env, { hasOwnAccess: true })
  const { bucket, topicArn, region, routes, prefix, endpoint, snsEndpoint } = server
  const target = { bucket, topicArn, region, routes, prefix, endpoint, snsEndpoint }
  const aws = await awsAdapterNamed(server.awsClient)
  const sweep = uploadsSweep({ ...target, authorize: 'public', secret, ...options }, aws)
  return async () => {
    const { announced, failed, unknown } = await sweep()
    const codes: Record<string, number> = {}
    for (const { code } of failed) codes[code] = (codes[code] ?? 0) + 1
    const counts = { announced: announced.length, failed: codes, unknown: unknown.length }
    const line = { time: new Date().toISOString(), level: 'info', service: 's3-uploader', event: 'sweep' }
    process.stdout.write(`${JSON.stringify({ ...line, ...counts })}\n`)
  }
}
