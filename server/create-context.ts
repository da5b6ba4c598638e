import type { Env } from 'hono'
import type { AwsAdapter } from './aws/aws-adapter.ts'
import { readSettings } from './options/settings.ts'
import type { UploadsOptions } from './options/uploads-options.ts'
import type { UploadContext } from './routes/upload-context.ts'
import { Announced } from './upload/announced.ts'
import { Assemblies } from './upload/assemblies.ts'
import { HostPublisher } from './upload/host-publisher.ts'
import { SealedGrants } from './upload/sealed-grants.ts'
import { Tickets } from './upload/ticket.ts'

/** The settings with AWS behind ports. @throws {ConfigError} that lists everything missing and malformed */
export function createContext<E extends Env, Own extends object>(
  options: UploadsOptions<E> & Own,
  aws: AwsAdapter<Own>,
): UploadContext<E> {
  const settings = readSettings<E, UploadsOptions<E> & Own>(options, aws)
  const { storage, publisher } = aws.connect({ ...options, ...settings })
  return {
    settings,
    storage,
    publisher: settings.publish === undefined ? publisher : new HostPublisher(settings.publish),
    tickets: new Tickets(settings),
    grants: new SealedGrants(settings.secrets),
    assemblies: new Assemblies(),
    announced: new Announced(),
  }
}
