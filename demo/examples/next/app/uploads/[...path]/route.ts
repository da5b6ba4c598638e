import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server'

let app: Hono | undefined

/** Not before the first request: `next build` loads this file without the variables. */
const start = ({ UPLOAD_BUCKET = '', UPLOAD_TOPIC_ARN = '', UPLOAD_SECRET = '' }: NodeJS.ProcessEnv) => {
  const names = { bucket: UPLOAD_BUCKET, topicArn: UPLOAD_TOPIC_ARN, secret: UPLOAD_SECRET }
  return new Hono().route('/uploads', uploads({ ...names, authorize: () => ({ subject: 'the user id' }) }))
}

export const GET = (request: Request) => {
  app ??= start(process.env)
  return app.fetch(request)
}
export const POST = GET
