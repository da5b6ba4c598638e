/**
 * The API without the AWS SDK: for edge runtimes, and for hosts that count bytes, start time or CPU. Same functions and options
 * as `s3-uploader-element/server`, except `s3Client` and `snsClient`.
 */
import type { Env } from 'hono'
import { lightAdapter } from './light/light-adapter.ts'
import type { UploadsOptions } from './options/uploads-options.ts'
import { type Probe, uploadsProbe as probeOn } from './probe.ts'
import { type Sweep, uploadsSweep as sweepOn } from './sweep.ts'
import { type UploadsApp, uploads as uploadsOn } from './uploads.ts'

export type { UploadsOptions } from './options/uploads-options.ts'
export * from './public-names.ts'

/**
 * The upload API as a Hono sub-app: `app.route('/uploads', uploads(options))`.
 *
 * @throws {ConfigError} that lists everything missing and malformed
 */
export function uploads<E extends Env = Env>(options: UploadsOptions<E>): UploadsApp<E> {
  return uploadsOn<E, object>(options, lightAdapter)
}

/**
 * For a scheduled job, or for S3 events of `pending/`: announces uploads whose browser never called `/complete`. Hooks run as
 * in `/complete`; their context has no variables of the host's middleware.
 *
 * @throws {ConfigError} as `uploads` does
 */
export function uploadsSweep<E extends Env = Env>(options: UploadsOptions<E>): Sweep {
  return sweepOn<E, object>(options, lightAdapter)
}

/**
 * For readiness checks: whether the buckets, the topics and the secret can be used. Stores and publishes nothing.
 *
 * @throws {ConfigError} as `uploads` does
 */
export function uploadsProbe<E extends Env = Env>(options: UploadsOptions<E>): Probe {
  return probeOn<E, object>(options, lightAdapter)
}
