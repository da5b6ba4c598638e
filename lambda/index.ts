/**
 * The module that AWS Lambda loads: reads the environment and connects the ports, once per container. A wrong
 * configuration fails the cold start with every fault listed.
 */
import { readConfig } from './config.ts'
import { createHandler } from './handler.ts'
import { createLibheifDecoder } from './libheif-decoder.ts'
import { withMetrics } from './log-metrics.ts'
import { createS3ObjectStore } from './s3-object-store.ts'
import { createSharpImageTransformer } from './sharp-image-transformer.ts'
import { createSnsResultPublisher } from './sns-result-publisher.ts'

const { env } = process
const config = readConfig(env)
const s3Endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL
const snsEndpoint = env.AWS_ENDPOINT_URL_SNS || env.AWS_ENDPOINT_URL

export const handler = createHandler({
  config,
  store: createS3ObjectStore(s3Endpoint ? { endpoint: s3Endpoint } : {}),
  images: createSharpImageTransformer(),
  ...(config.heic !== null && { heic: createLibheifDecoder() }),
  ...(config.resultTopicArn !== null && {
    results: createSnsResultPublisher(config.resultTopicArn, snsEndpoint ? { endpoint: snsEndpoint } : {}),
  }),
  endProcess: () => process.exit(1),
  log: (entry) => {
    const { metricsNamespace } = config
    const peakBytes = process.resourceUsage().maxRSS * 1024
    const line =
      metricsNamespace === null ? entry : withMetrics(entry, metricsNamespace, peakBytes, Date.now())
    process.stdout.write(`${JSON.stringify(line)}\n`)
  },
})
