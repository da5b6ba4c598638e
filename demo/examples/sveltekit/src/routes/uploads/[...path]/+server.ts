import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server'
import { env } from '$env/dynamic/private'

let app: Hono | undefined

/** Not before the first request: the build loads this file without the variables. */
const start = ({ UPLOAD_BUCKET = '', UPLOAD_TOPIC_ARN = '', UPLOAD_SECRET = '' }) => {
  const names = { bucket: UPLOAD_BUCKET, topicArn: UPLOAD_TOPIC_ARN, secret: UPLOAD_SECRET }
  return new Hono().route('/uploads', uploads({ ...names, authorize: () => ({ subject: 'the user id' }) }))
}

export const fallback = ({ request }: { request: Request }) => {
  app ??= start(env)
  return app.fetch(request)
}
