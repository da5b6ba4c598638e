import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server'
import { env } from '$env/dynamic/private'

const { UPLOAD_BUCKET = '', UPLOAD_TOPIC_ARN = '', UPLOAD_SECRET = '' } = env

const api = uploads({
  bucket: UPLOAD_BUCKET,
  topicArn: UPLOAD_TOPIC_ARN,
  secret: UPLOAD_SECRET,
  authorize: () => ({ subject: 'the id of the signed-in user' }),
})
const app = new Hono().route('/uploads', api)

export const fallback = ({ request }: { request: Request }) => app.fetch(request)
