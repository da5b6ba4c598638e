import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server'
import { UPLOAD_BUCKET, UPLOAD_SECRET, UPLOAD_TOPIC_ARN } from '$app/env/private'

let app: Hono | undefined

const start = () => {
  const names = { bucket: UPLOAD_BUCKET, topicArn: UPLOAD_TOPIC_ARN, secret: UPLOAD_SECRET }
  return new Hono().route('/uploads', uploads({ ...names, authorize: () => ({ subject: 'the user id' }) }))
}

/** The API is made by the first request: the build loads this file without the variables. */
export const fallback = ({ request }: { request: Request }) => {
  app ??= start()
  return app.fetch(request)
}
