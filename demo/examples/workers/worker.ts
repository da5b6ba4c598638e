import { Hono } from 'hono'
import { uploads } from 's3-uploader-element/server/light'

/** Set in `wrangler.toml` and by `wrangler secret put`. */
type Env = Record<
  | 'UPLOAD_BUCKET'
  | 'UPLOAD_TOPIC_ARN'
  | 'UPLOAD_SECRET'
  | 'AWS_REGION'
  | 'AWS_ACCESS_KEY_ID'
  | 'AWS_SECRET_ACCESS_KEY',
  string
> &
  Partial<Record<'AWS_ENDPOINT_URL_S3' | 'AWS_ENDPOINT_URL_SNS', string>>

let app: Hono | undefined

const appOf = (env: Env) =>
  new Hono().route(
    '/uploads',
    uploads({
      bucket: env.UPLOAD_BUCKET,
      topicArn: env.UPLOAD_TOPIC_ARN,
      secret: env.UPLOAD_SECRET,
      region: env.AWS_REGION,
      credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
      endpoint: env.AWS_ENDPOINT_URL_S3,
      snsEndpoint: env.AWS_ENDPOINT_URL_SNS,
      authorize: () => ({ subject: 'the id of the signed-in user' }),
    }),
  )

export default {
  fetch(request: Request, env: Env) {
    app ??= appOf(env)
    return app.fetch(request)
  },
}
