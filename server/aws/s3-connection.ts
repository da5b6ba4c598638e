/** The S3 clients of the service, and what every command needs of them. */
import type {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
} from '@aws-sdk/client-s3'
import { HeadObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { StorageError } from '../upload/storage-error.ts'
import { isPathStyle } from '../upload/store-capabilities.ts'
import type { AwsCredentials, AwsOptions } from './aws-options.ts'
import type { SdkClients } from './sdk-clients.ts'
import { readXml, type XmlResponse } from './xml-response.ts'

export type S3Options = Pick<
  AwsOptions,
  | 'region'
  | 'endpoint'
  | 'publicEndpoint'
  | 'forcePathStyle'
  | 'useAccelerateEndpoint'
  | 'useDualstackEndpoint'
  | 'useFipsEndpoint'
  | 'credentials'
  | 'expectedBucketOwner'
> &
  Pick<SdkClients, 's3Client'>

type XmlCommand =
  | CreateMultipartUploadCommand
  | ListPartsCommand
  | CompleteMultipartUploadCommand
  | AbortMultipartUploadCommand
  | CopyObjectCommand
  | ListObjectsV2Command
  | DeleteObjectsCommand

export class S3Connection {
  readonly client: S3Client
  /** Signs for the host name that browsers use, which may differ from ours. */
  readonly signer: S3Client
  /** For the input of every command that the service itself sends. */
  readonly owner: { ExpectedBucketOwner?: string }

  constructor(options: S3Options) {
    const { expectedBucketOwner } = options
    this.owner = expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner }
    this.client = options.s3Client ?? new S3Client(clientConfig(options, options.endpoint))
    const { publicEndpoint, useAccelerateEndpoint = false } = options
    const isSame = publicEndpoint === undefined && !useAccelerateEndpoint
    this.signer = isSame ? this.client : signerFor(this.client, options)
  }

  /** The XML of this command's response, empty until it came: see `xml-response.ts`. */
  readXml(command: XmlCommand): XmlResponse {
    const response: XmlResponse = { text: '' }
    command.middlewareStack.addRelativeTo(readXml('S3', response, this.client), {
      // After the SDK's check for errors with status 200, which takes an emptied body for one of them.
      relation: 'before',
      toMiddleware: 'throw200ExceptionsMiddleware',
      name: 'readS3Xml',
      override: true,
    })
    return response
  }

  /** Of what the clients sign: options, the environment, a profile or a client of the host's own name the endpoint. */
  async hostNames(bucket: string): Promise<string[]> {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: 'endpoint' })
    const urls = await Promise.all(
      [...new Set([this.client, this.signer])].map((client) => getSignedUrl(client, command)),
    )
    return urls.map((url) => new URL(url).hostname)
  }

  /** A signature expires with the session that made it, even when its policy names a later time. */
  async credentials(seconds: number): Promise<{ credentials: AwsCredentials; seconds: number }> {
    const credentials = await this.signer.config.credentials()
    const { expiration } = credentials
    if (expiration === undefined) return { credentials, seconds }
    const left = Math.floor((expiration.getTime() - Date.now()) / 1000)
    if (left < 1) throw new StorageError('unavailable', 'The AWS session has expired')
    return { credentials, seconds: Math.min(seconds, left) }
  }
}

function clientConfig(options: S3Options, endpoint: string | undefined): S3ClientConfig {
  const { region, credentials, useDualstackEndpoint, useFipsEndpoint } = options
  return {
    maxAttempts: 3,
    // For each attempt; the caller's signal ends them all. Without `throwOnRequestTimeout` the SDK only warns.
    requestHandler: { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true },
    // Other stores than AWS fail on the SDK's own CRC32. `ChecksumMode` on HEAD asks for what is needed.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(useDualstackEndpoint === undefined ? {} : { useDualstackEndpoint }),
    ...(useFipsEndpoint === undefined ? {} : { useFipsEndpoint }),
    ...(endpoint === undefined
      ? {}
      : { endpoint, forcePathStyle: options.forcePathStyle ?? isPathStyle(endpoint) }),
  }
}

/** Transfer Acceleration is for the browsers' bytes; the service's own calls gain nothing from it. */
function signerFor(client: S3Client, options: S3Options): S3Client {
  return new S3Client({
    ...clientConfig(options, options.publicEndpoint),
    ...(options.useAccelerateEndpoint === undefined
      ? {}
      : { useAccelerateEndpoint: options.useAccelerateEndpoint }),
    region: client.config.region,
    credentials: client.config.credentials,
  })
}
