import type { AdapterOptions, AwsAdapter } from '../aws/aws-adapter.ts'
import type { AwsOptions } from '../aws/aws-options.ts'
import { awsServices } from '../aws/aws-services.ts'
import { AwsClient } from './aws-client.ts'
import { AwsSigner } from './aws-signer.ts'
import { credentialSource, credentialsFromEnvironment } from './credentials.ts'
import { endpointFromEnvironment, environment } from './environment.ts'
import { LightCalls } from './light-calls.ts'
import { LightSns } from './light-sns.ts'
import { platformTransport } from './platform-transport.ts'
import type { Transport } from './transport.ts'

/** S3 and SNS by plain HTTP. It knows two sources of credentials: the option, and the environment. */
export const lightAdapter: AwsAdapter = lightAdapterOn(platformTransport)

export function lightAdapterOn(transportOf: () => Transport): AwsAdapter {
  return {
    members: {},
    faults: (options) => [...regionFaults(options), ...credentialFaults(options)],
    connect: (options) => connect(options, transportOf()),
  }
}

function connect(given: AdapterOptions, transport: Transport) {
  const options = {
    ...given,
    endpoint: given.endpoint ?? endpointFromEnvironment('S3'),
    snsEndpoint: given.snsEndpoint ?? endpointFromEnvironment('SNS'),
  }
  const credentials = credentialSource(options.credentials)
  const signer = new AwsSigner('s3', regionOf(options) ?? '')
  const client = new AwsClient('S3', signer, credentials, transport)
  const s3 = new LightCalls(client, signer, credentials, options)
  return awsServices(s3, new LightSns(options.snsEndpoint, credentials, transport), options)
}

function regionOf({ region }: AwsOptions): string | undefined {
  const { AWS_REGION, AWS_DEFAULT_REGION } = environment()
  return region || AWS_REGION || AWS_DEFAULT_REGION || undefined
}

function regionFaults(options: AwsOptions): string[] {
  return regionOf(options) === undefined ? ['region is missing: the option, or AWS_REGION'] : []
}

function credentialFaults({ credentials }: AwsOptions): string[] {
  if (credentials === undefined) {
    if (credentialsFromEnvironment() !== null) return []
    return [
      'credentials are missing: the option, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for every other source of the AWS SDK, pass one of its providers',
    ]
  }
  if (typeof credentials === 'function') return []
  const { accessKeyId, secretAccessKey } = credentials
  return accessKeyId && secretAccessKey ? [] : ['credentials need accessKeyId and secretAccessKey']
}
