import type { AwsAdapter } from './aws-adapter.ts'
import { awsServices } from './aws-services.ts'
import { SdkCalls } from './sdk-calls.ts'
import type { SdkClients } from './sdk-clients.ts'
import { SnsConnection } from './sns-connection.ts'

/** S3 and SNS by the AWS SDK, which finds credentials and region in every place that AWS has for them. */
export const sdkAdapter: AwsAdapter<SdkClients> = {
  members: { s3Client: true, snsClient: true },
  faults: () => [],
  connect: (options) => awsServices(new SdkCalls(options), new SnsConnection(options), options),
}
