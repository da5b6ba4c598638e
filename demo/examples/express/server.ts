import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { uploads } from 's3-uploader-element/server'

const { UPLOAD_BUCKET = '', UPLOAD_TOPIC_ARN = '', UPLOAD_SECRET = '', PORT = '3000' } = process.env

const api = uploads({
  bucket: UPLOAD_BUCKET,
  topicArn: UPLOAD_TOPIC_ARN,
  secret: UPLOAD_SECRET,
  authorize: () => ({ subject: 'the id of the signed-in user' }),
})
const app = express()
app.use('/uploads', getRequestListener(api.fetch)) // before body parsers
app.use(express.static('public'))
app.listen(Number(PORT))
