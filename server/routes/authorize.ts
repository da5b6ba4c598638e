import type { Context, Env } from 'hono'
import { RequestError } from '../http/problem.ts'
import type { Settings } from '../options/settings.ts'
import type { Authorization, AuthorizeRequest } from '../options/uploads-options.ts'
import { describeThrown } from '../upload/failure-log.ts'

/**
 * Asks the host who the caller is.
 *
 * @throws {RequestError} `unauthorized`
 * @throws {TypeError} when the host's function returns a malformed authorization
 */
export async function authorize<E extends Env>(
  settings: Settings<E>,
  c: Context,
  request: AuthorizeRequest,
): Promise<Authorization> {
  const authorization = await decide(() => settings.authorize(c, request))
  if (!authorization) throw new RequestError('unauthorized', 'Sign in to upload files.')
  const { subject, maxFileSize = 0, maxFiles = 0 } = authorization
  if (typeof subject !== 'string' || subject === '' || subject.length > 256) {
    throw new TypeError('authorize must return a subject: a string of 1 to 256 characters')
  }
  // Every comparison with NaN is false, so as a limit it would allow every size.
  if (![maxFileSize, maxFiles].every((limit) => Number.isSafeInteger(limit) && limit >= 0)) {
    throw new TypeError('authorize must return whole numbers as limits')
  }
  return authorization
}

/** Hono handles only thrown errors, not other thrown values. */
async function decide<Value>(hook: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await hook()
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new TypeError(`authorize threw ${describeThrown(thrown)}`)
  }
}
