import { Hono } from 'hono'
import { handle } from 'hono/vercel'
import { uploads } from 's3-uploader-element/server'

const { UPLOAD_BUCKET = '', UPLOAD_TOPIC_ARN = '', UPLOAD_SECRET = '' } = process.env

const api = uploads({
  bucket: UPLOAD_BUCKET,
  topicArn: UPLOAD_TOPIC_ARN,
  secret: UPLOAD_SECRET,
  authorize: () => ({ subject: 'the id of the signed-in user' }),
})
const app = new Hono().route('/uploads', api)
export const GET = handle(app)
export const POST = handle(app)
