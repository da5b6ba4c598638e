import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { RequestError } from './problem.ts'

/**
 * Largest request body, in bytes. The largest valid one is `/complete` for 100 uploads: 2 KiB of metadata in the ticket
 * and 2 KiB beside it may be control characters, six bytes each in JSON, and the ticket's are base64 once more.
 */
const MAX_BODY_BYTES = 4 * 1024 ** 2

/**
 * Accepts JSON of bounded size. The content type guards against cross-site requests: a form cannot send it, and a script
 * that sends it needs a preflight. Hono's validator alone passes a body of another type on as `{}`.
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
    throw new RequestError('invalid-request', 'The request body is incomplete.', { cause: error })
  }
}

const limit = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new RequestError('payload-too-large', `The request body may have at most ${MAX_BODY_BYTES} bytes.`)
  },
})
