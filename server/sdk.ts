/** The API on the AWS SDK. */
import type { Env } from 'hono'
import { sdkAdapter } from './aws/sdk-adapter.ts'
import type { SdkClients } from './aws/sdk-clients.ts'
import type { UploadsOptions as AnyOptions } from './options/uploads-options.ts'
import { type Probe, uploadsProbe as probeOn } from './probe.ts'
import { type Sweep, uploadsSweep as sweepOn } from './sweep.ts'
import { type UploadsApp, uploads as uploadsOn } from './uploads.ts'

export interface UploadsOptions<E extends Env = Env> extends AnyOptions<E>, SdkClients {}

/**
 * The upload API as a Hono sub-app: `app.route('/uploads', uploads(options))`.
 *
 * @throws {ConfigError} that lists everything missing and malformed
 */
export function uploads<E extends Env = Env>(options: UploadsOptions<E>): UploadsApp<E> {
  return uploadsOn<E, SdkClients>(options, sdkAdapter)
}

/**
 * For a scheduled job, or for S3 events of `pending/`: announces uploads whose browser never called `/complete`. Hooks run as
 * in `/complete`; their context has no variables of the host's middleware.
 *
 * @throws {ConfigError} as `uploads` does
 */
export function uploadsSweep<E extends Env = Env>(options: UploadsOptions<E>): Sweep {
  return sweepOn<E, SdkClients>(options, sdkAdapter)
}

/**
 * For readiness checks: whether the buckets, the topics and the secret can be used. Stores and publishes nothing.
 *
 * @throws {ConfigError} as `uploads` does
 */
export function uploadsProbe<E extends Env = Env>(options: UploadsOptions<E>): Probe {
  return probeOn<E, SdkClients>(options, sdkAdapter)
}
