import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server'

const { UPLOAD_BUCKET = '', UPLOAD_TOPIC_ARN = '', UPLOAD_SECRET = '' } = process.env

const api = () =>
  uploads({
    bucket: UPLOAD_BUCKET,
    topicArn: UPLOAD_TOPIC_ARN,
    secret: UPLOAD_SECRET,
    authorize: () => ({ subject: 'the id of the signed-in user' }),
  })

let app: Hono | undefined

/** Made by the first request: `next build` loads this file, perhaps without the variables. */
export function GET(request: Request) {
  app ??= new Hono().route('/uploads', api())
  return app.fetch(request)
}
export const POST = GET
