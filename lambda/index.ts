/**
 * The module that AWS Lambda loads: reads the environment and connects the ports, once per container. A wrong
 * configuration fails the cold start with every fault listed.
 */
import { readConfig } from './config.ts'
import { createHandler } from './handler.ts'
import { createS3ObjectStore } from './s3-object-store.ts'
import { createSharpImageTransformer } from './sharp-image-transformer.ts'

const { env } = process
const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL

export const handler = createHandler({
  config: readConfig(env),
  store: createS3ObjectStore(endpoint ? { endpoint } : {}),
  images: createSharpImageTransformer(),
  endProcess: () => process.exit(1),
  log: (entry) => void process.stdout.write(`${JSON.stringify(entry)}\n`),
})
