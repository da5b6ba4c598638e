import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { RequestError } from './problem.ts'

/**
 * Largest request body, in bytes. The largest we ask for is `/complete` for 100 uploads: tickets of up to 5 KiB when
 * names and metadata are at their limits, and 2 KiB of metadata each.
 */
export const maxBodyBytes = 1024 ** 2

/**
 * Only JSON, and not too much of it. The content type is a guard against cross-site requests: a form cannot send it
 * and a script that does must ask permission first. Hono's validator alone would hand such a body on as `{}`.
 */
export const jsonBody: MiddlewareHandler = async (c, next) => {
  const mediaType = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') {
    throw new RequestError('unsupported-media-type', 'Send application/json.')
  }
  await limit(c, next)
}

const limit = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new RequestError('payload-too-large', `The request body takes at most ${maxBodyBytes} bytes.`)
  },
})
