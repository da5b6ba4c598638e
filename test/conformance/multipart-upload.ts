import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { CaseContext } from './conformance-case.ts'
import { statusOfCall } from './observe.ts'

const MIB = 1024 * 1024
/** The smallest part that need not be the last one. */
export const wholePart = Buffer.alloc(5 * MIB, 'w')

/** A multipart upload and its operations. */
export class MultipartUpload {
  readonly context: CaseContext
  readonly id: string

  private constructor(context: CaseContext, id: string) {
    this.context = context
    this.id = id
  }

  static async create(context: CaseContext): Promise<MultipartUpload> {
    const command = new CreateMultipartUploadCommand({
      Bucket: context.bucket,
      Key: context.key,
      ContentType: 'image/png',
    })
    return new MultipartUpload(context, (await context.s3.send(command)).UploadId ?? '')
  }

  get name() {
    return { Bucket: this.context.bucket, Key: this.context.key, UploadId: this.id }
  }

  async part(PartNumber: number, Body: Uint8Array | string): Promise<CompletedPart> {
    const { ETag = '' } = await this.context.s3.send(
      new UploadPartCommand({ ...this.name, PartNumber, Body }),
    )
    return { PartNumber, ETag }
  }

  /** Two parts, the first of 5 MiB. */
  async parts(): Promise<CompletedPart[]> {
    return [await this.part(1, wholePart), await this.part(2, 'the end')]
  }

  complete(Parts: CompletedPart[], more: { IfMatch?: string; IfNoneMatch?: string } = {}): Promise<string> {
    const command = new CompleteMultipartUploadCommand({ ...this.name, MultipartUpload: { Parts }, ...more })
    return statusOfCall(this.context.s3.send(command))
  }

  abort(): Promise<string> {
    return statusOfCall(this.context.s3.send(new AbortMultipartUploadCommand(this.name)))
  }

  async list(page: { MaxParts?: number; PartNumberMarker?: string } = {}) {
    return this.context.s3.send(new ListPartsCommand({ ...this.name, ...page }))
  }
}
