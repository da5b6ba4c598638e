/** The function with an image library whose first call does not end: like native code, it cannot be interrupted. */
import { appendFileSync, existsSync } from 'node:fs'
import { readConfig } from '../../../lambda/config.ts'
import { createHandler } from '../../../lambda/handler.ts'
import { createS3ObjectStore } from '../../../lambda/s3-object-store.ts'
import { createSharpImageTransformer } from '../../../lambda/sharp-image-transformer.ts'

const { env } = process
const journal = env.JOURNAL ?? ''
const images = createSharpImageTransformer()

export const handler = createHandler({
  config: readConfig(env),
  store: createS3ObjectStore({ endpoint: env.AWS_ENDPOINT_URL_S3 ?? '' }),
  images: {
    ...images,
    render: async (request) => {
      const isFirst = !existsSync(journal)
      appendFileSync(journal, `${process.pid}\n`)
      return isFirst ? await new Promise(() => {}) : await images.render(request)
    },
  },
  endProcess: () => process.exit(1),
  log: () => {},
})
