import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server/light'

/** Set by `wrangler secret put` and in `wrangler.toml`. */
type Env = Record<
  | 'BUCKET'
  | 'TOPIC_ARN'
  | 'REGION'
  | 'AWS_KEY_ID'
  | 'AWS_SECRET'
  | 'UPLOAD_SECRET'
  | 'S3_ENDPOINT'
  | 'SNS_ENDPOINT',
  string
>

let app: Hono | undefined

const appOf = (env: Env) =>
  new Hono().route(
    '/uploads',
    uploads({
      bucket: env.BUCKET,
      topicArn: env.TOPIC_ARN,
      region: env.REGION,
      credentials: { accessKeyId: env.AWS_KEY_ID, secretAccessKey: env.AWS_SECRET },
      endpoint: env.S3_ENDPOINT,
      snsEndpoint: env.SNS_ENDPOINT,
      secret: env.UPLOAD_SECRET,
      authorize: () => ({ subject: 'the id of the signed-in user' }),
    }),
  )

export default {
  fetch(request: Request, env: Env) {
    app ??= appOf(env)
    return app.fetch(request)
  },
}
