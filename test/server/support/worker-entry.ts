/** The API as a Worker: what `workerd.test.ts` bundles and runs. Options come as JSON in a binding. */
import { type UploadsOptions, uploads } from '../../../server/index.ts'

type Options = Pick<
  UploadsOptions,
  'bucket' | 'topicArn' | 'region' | 'endpoint' | 'snsEndpoint' | 'credentials' | 'secret'
>

let app: ReturnType<typeof uploads> | undefined

// Workers require a default export.
export default {
  fetch(request: Request, env: { OPTIONS: string }): Response | Promise<Response> {
    const options: Options = JSON.parse(env.OPTIONS)
    app ??= uploads({ ...options, authorize: 'public' })
    return app.fetch(request)
  },
}
