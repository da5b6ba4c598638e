import type { Context, Env } from 'hono'
import { hostRefusal } from '../http/host-refusal.ts'
import { RequestError } from '../http/problem.ts'
import type { Settings } from '../options/settings.ts'
import type { Authorization, BatchLimits, BatchRequest, Phase } from '../options/uploads-options.ts'
import { describeThrown } from '../upload/failure-log.ts'
import { untilAborted } from '../upload/until-aborted.ts'
import { withDeadline } from '../upload/with-deadline.ts'

/**
 * Asks the host who the caller is, before the body is read.
 *
 * @throws {RequestError} `unauthorized`, or `unavailable` when the host takes too long
 * @throws {HTTPException | UploadError} as the host threw or returned it
 * @throws {TypeError} when the host's function returns a malformed authorization
 */
export async function authorize<E extends Env>(
  settings: Settings<E>,
  c: Context,
  phase: Phase,
): Promise<Authorization> {
  const authorization = await ask(settings, 'authorize', () => settings.authorize(c, { phase }))
  if (!authorization) throw new RequestError('unauthorized', 'Sign in to upload files.')
  const { subject } = authorization
  if (typeof subject !== 'string' || subject === '' || subject.length > 256) {
    throw new TypeError('authorize must return a subject: a string of 1 to 256 characters')
  }
  assertLimits('authorize', authorization)
  return authorization
}

/**
 * Asks the host whether a subject may upload these files together.
 *
 * @throws as `authorize` does, except `unauthorized`
 */
export async function authorizeBatch<E extends Env>(
  settings: Settings<E>,
  c: Context,
  batch: BatchRequest,
): Promise<BatchLimits> {
  const hook = settings.authorizeBatch
  if (hook === undefined) return {}
  const limits = (await ask(settings, 'authorizeBatch', () => hook(batch, c))) || {}
  assertLimits('authorizeBatch', limits)
  return limits
}

// Every comparison with NaN is false, so as a limit it would allow every size.
function assertLimits(hook: string, { maxFileSize = 0, maxFiles = 0 }: BatchLimits): void {
  if (![maxFileSize, maxFiles].every((limit) => Number.isSafeInteger(limit) && limit >= 0)) {
    throw new TypeError(`${hook} must return whole numbers as limits`)
  }
}

async function ask<E extends Env, Value>(
  { hookTimeoutMs }: Settings<E>,
  name: string,
  hook: () => Value | Promise<Value>,
): Promise<Value> {
  const answer = async () => {
    try {
      return await hook()
    } catch (thrown) {
      // Hono handles only thrown errors, not other thrown values.
      throw thrown instanceof Error
        ? thrown
        : (hostRefusal(thrown) ?? new TypeError(`${name} threw ${describeThrown(thrown)}`))
    }
  }
  const late = () => {
    const cause = new Error(`${name} took longer than ${hookTimeoutMs} ms`)
    return new RequestError('unavailable', 'Your permission could not be checked in time. Try again.', {
      cause,
    })
  }
  const result = await withDeadline(hookTimeoutMs, (signal) => untilAborted(answer(), signal, late))
  const refusal = hostRefusal(result)
  if (refusal !== null) throw refusal
  return result
}
