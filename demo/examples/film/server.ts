import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server'

const { UPLOAD_BUCKET = '', UPLOAD_TOPIC_ARN = '', UPLOAD_SECRET = '', PORT = '3000' } = process.env

const api = uploads({
  bucket: UPLOAD_BUCKET,
  topicArn: UPLOAD_TOPIC_ARN,
  secret: UPLOAD_SECRET,
  authorize: () => ({ subject: 'the id of the signed-in user' }),
  routes: { film: { maxFileSize: 10_000_000_000, allowedContentTypes: ['video/*'], maxFiles: 1 } },
})
const app = new Hono().route('/uploads', api).use(serveStatic({ root: 'public' }))
serve({ fetch: app.fetch, port: Number(PORT) })
