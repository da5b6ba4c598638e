import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server'

const { R2_ENDPOINT = '', R2_REGION = 'auto', R2_BUCKET = '', R2_KEY_ID = '', R2_SECRET = '' } = process.env
const { UPLOAD_SECRET = '', PORT = '3000' } = process.env

const api = uploads({
  endpoint: R2_ENDPOINT, // https://<account>.r2.cloudflarestorage.com
  region: R2_REGION,
  credentials: { accessKeyId: R2_KEY_ID, secretAccessKey: R2_SECRET },
  bucket: R2_BUCKET,
  secret: UPLOAD_SECRET,
  authorize: () => ({ subject: 'the id of the signed-in user' }),
  // R2 has no POST Object: files come with a signed PUT.
  routes: {
    archive: { method: 'put', maxFileSize: 1_000_000_000, allowedContentTypes: ['application/zip'] },
  },
  // Without SNS: your own queue or database.
  publish: async ({ id, key, size }) => {
    process.stdout.write(`${key} is stored, ${size} bytes\n`)
    return id
  },
})
const app = new Hono().route('/uploads', api).use(serveStatic({ root: 'public' }))
serve({ fetch: app.fetch, port: Number(PORT) })
