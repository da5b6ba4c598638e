import type { ObjectAttributes } from '../upload/object-attributes.ts'

/** Form fields. Storage class, ACL and tags follow when the object is accepted. */
export function attributeFields({
  serverSideEncryption,
  kmsKeyId,
  cacheControl,
  metadata = {},
}: ObjectAttributes): Record<string, string> {
  return {
    ...(serverSideEncryption !== undefined && { 'x-amz-server-side-encryption': serverSideEncryption }),
    ...(kmsKeyId !== undefined && { 'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyId }),
    ...(cacheControl !== undefined && { 'Cache-Control': cacheControl }),
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  }
}
