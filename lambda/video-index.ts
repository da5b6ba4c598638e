/** The module that AWS Lambda loads for videos: reads the environment and connects the ports, once per container. */
import { createAwsMediaConverter } from './aws-media-converter.ts'
import { createS3ObjectStore } from './s3-object-store.ts'
import { readVideoConfig } from './video-config.ts'
import { createVideoHandler } from './video-handler.ts'

const config = readVideoConfig(process.env)

export const handler = createVideoHandler({
  config,
  store: createS3ObjectStore(),
  converter: createAwsMediaConverter(config),
  log: (entry) => void process.stdout.write(`${JSON.stringify(entry)}\n`),
})
