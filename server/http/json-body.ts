import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { RequestError } from './problem.ts'

/**
 * Largest request body, in bytes. The largest we ask for is `/complete` for 100 uploads: 2 KiB of metadata in the ticket
 * and 2 KiB beside it may be control characters, six bytes each in JSON, and the ticket's are base64 once more.
 */
export const maxBodyBytes = 4 * 1024 ** 2

/**
 * Only JSON, and not too much of it. The content type is a guard against cross-site requests: a form cannot send it
 * and a script that does must ask permission first. Hono's validator alone would hand such a body on as `{}`.
 */
export const jsonBody: MiddlewareHandler = async (c, next) => {
  const mediaType = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') {
    throw new RequestError('unsupported-media-type', 'Send application/json.')
  }
  let isRead = false
  try {
    await limit(c, () => {
      isRead = true
      return next()
    })
  } catch (error) {
    if (isRead || error instanceof RequestError) throw error
    throw new RequestError('invalid-request', 'The request body broke off.', { cause: error })
  }
}

const limit = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new RequestError('payload-too-large', `The request body takes at most ${maxBodyBytes} bytes.`)
  },
})
