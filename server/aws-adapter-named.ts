import type { AwsAdapter } from './aws/aws-adapter.ts'
import type { SdkClients } from './aws/sdk-clients.ts'
import type { AwsClientName } from './config-from-env.ts'

/** Loads this adapter and not the other: the AWS SDK takes 100 ms. */
export async function awsAdapterNamed(name: AwsClientName): Promise<AwsAdapter<SdkClients>> {
  if (name === 'light') return (await import('./light/light-adapter.ts')).lightAdapter
  return (await import('./aws/sdk-adapter.ts')).sdkAdapter
}
