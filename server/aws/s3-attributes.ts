/** Object attributes as the SDK's commands name them. Pure. */
import type { CopyObjectCommandInput } from '@aws-sdk/client-s3'
import { type ObjectAttributes, taggingHeader } from '../upload/object-attributes.ts'
import { ID_METADATA } from './stored-object.ts'

type Encryption = Pick<CopyObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'>
type Placement = Encryption & Pick<CopyObjectCommandInput, 'StorageClass' | 'ACL' | 'Tagging'>

/** What a copy does not take over from its source. */
export function placementInput({ storageClass, acl, tags, ...rest }: ObjectAttributes): Placement {
  return {
    ...encryptionInput(rest),
    // The SDK lists the classes it knows; S3 knows which of them exist.
    ...(storageClass !== undefined && {
      StorageClass: storageClass as NonNullable<Placement['StorageClass']>,
    }),
    ...(acl !== undefined && { ACL: acl as NonNullable<Placement['ACL']> }),
    ...(tags !== undefined && { Tagging: taggingHeader(tags) }),
  }
}

function encryptionInput({ serverSideEncryption, kmsKeyId }: ObjectAttributes): Encryption {
  return {
    ...(serverSideEncryption !== undefined && { ServerSideEncryption: serverSideEncryption }),
    ...(kmsKeyId !== undefined && { SSEKMSKeyId: kmsKeyId }),
  }
}

/** The object's own metadata: the host's, and the id of its grant. */
export function metadataInput(id: string, { metadata }: ObjectAttributes): Record<string, string> {
  return { ...metadata, [ID_METADATA]: id }
}
