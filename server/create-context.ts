import type { Env } from 'hono'
import { S3Storage } from './aws/s3-storage.ts'
import { SnsPublisher } from './aws/sns-publisher.ts'
import { readSettings } from './options/settings.ts'
import type { UploadsOptions } from './options/uploads-options.ts'
import type { UploadContext } from './routes/upload-context.ts'
import { Announced } from './upload/announced.ts'
import { Assemblies } from './upload/assemblies.ts'
import { HostPublisher } from './upload/host-publisher.ts'
import { SealedGrants } from './upload/sealed-grants.ts'
import { Tickets } from './upload/ticket.ts'

/** The settings with AWS behind ports. @throws {ConfigError} that lists everything missing and malformed */
export function createContext<E extends Env>(options: UploadsOptions<E>): UploadContext<E> {
  const settings = readSettings(options)
  return {
    settings,
    storage: new S3Storage(settings),
    publisher:
      settings.publish === undefined ? new SnsPublisher(settings) : new HostPublisher(settings.publish),
    tickets: new Tickets(settings),
    grants: new SealedGrants(settings.secrets),
    assemblies: new Assemblies(),
    announced: new Announced(),
  }
}
