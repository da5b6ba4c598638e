import type { EventPublisher } from '../upload/event-publisher.ts'
import type { ObjectStorage } from '../upload/object-storage.ts'
import type { AwsOptions } from './aws-options.ts'
import type { ProbedResources } from './probe-aws.ts'

/** A way to reach S3 and SNS. `Own`: the options that only this one reads. */
export interface AwsAdapter<Own extends object = object> {
  /** Their names. */
  members: Readonly<Record<string, true>>
  /** What is missing or malformed, one sentence each. */
  faults(options: AwsOptions & Own): readonly string[]
  connect(options: AdapterOptions & Own): AwsServices
}

export interface AdapterOptions extends AwsOptions {
  partUrlSeconds: number
  variantUrlSeconds: number
}

export interface AwsServices {
  storage: ObjectStorage
  publisher: EventPublisher
  /** One sentence for each bucket and topic that cannot be used. Never rejects. */
  probe(resources: ProbedResources): Promise<string[]>
}
