/** What needs no network call: tickets, forms, whole batches, URLs of parts. */
import { createHmac } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import type { AwsAdapter } from '../../../server/aws/aws-adapter.ts'
import { sdkAdapter } from '../../../server/aws/sdk-adapter.ts'
import * as sdk from '../../../server/index.ts'
import { lightAdapter } from '../../../server/light/light-adapter.ts'
import * as light from '../../../server/light.ts'
import { type TicketClaims, Tickets } from '../../../server/upload/ticket.ts'
import { batchOf, options, place, post, secret } from './sample.ts'
import { ITEMS, type Subject } from './subject.ts'

const body = batchOf(1_000_000)
const items = Array.from({ length: ITEMS })

const claims: TicketClaims = {
  id: 'b8m2kq0z7n5xw3ty',
  key: 'uploads/default/2026/11/b8m2kq0z7n5xw3ty.jpg',
  size: 1_000_000,
  contentType: 'image/jpeg',
  sha256: null,
  route: 'default',
  subject: 'public',
  fileName: 'photo-1.jpg',
  metadata: {},
  grantedAt: 1_796_000_000,
  uploadUntil: 1_796_003_600,
  multipart: null,
}

export function signingSubjects(): Subject[] {
  const client = new S3Client(place)
  const form = { Bucket: place.bucket, Key: 'pending/a', Fields: { 'Content-Type': 'image/jpeg' } }
  return [
    {
      name: 'a bare HMAC',
      turns: 50,
      work: async () => items.map(() => createHmac('sha256', 'key').update(body.slice(0, 900)).digest('hex')),
    },
    {
      name: '`createPresignedPost` of the SDK alone',
      turns: 10,
      work: () => Promise.all(items.map(() => createPresignedPost(client, form))),
    },
    ...ticketSubjects(),
    { name: 'presign in a batch of 100, SDK', aim: 130, turns: 20, work: presigning(sdk.uploads) },
    { name: 'presign in a batch of 100, light', aim: 60, turns: 20, work: presigning(light.uploads) },
    { name: 'a part URL, SDK', aim: 60, turns: 20, work: partSigning(sdkAdapter) },
    { name: 'a part URL, light', aim: 60, turns: 20, work: partSigning(lightAdapter) },
  ]
}

function ticketSubjects(): Subject[] {
  const secrets = [secret]
  const target = { bucket: place.bucket, prefix: 'uploads/', topicArn: options.topicArn }
  const tickets = new Tickets({
    secrets: async () => secrets,
    routeTable: new Map([['default', { target }]]),
  })
  let issued: string[] = []
  const issue = async () => {
    issued = await Promise.all(items.map(() => tickets.issue(claims, '/uploads')))
  }
  return [
    { name: 'a ticket, signed', aim: 15, turns: 50, work: issue },
    {
      name: 'a ticket, verified',
      turns: 50,
      prepare: issue,
      work: () => Promise.all(issued.map((ticket) => tickets.read(ticket, '/uploads'))),
    },
  ]
}

export function presigning(uploads: typeof light.uploads): () => Promise<string> {
  const app = uploads(options)
  return () => post(app, '/presign', body)
}

function partSigning(adapter: AwsAdapter): () => Promise<unknown> {
  const { storage } = adapter.connect({ ...place, partUrlSeconds: 3600, variantUrlSeconds: 3600 })
  const upload = { bucket: place.bucket, key: claims.key, uploadId: 'VXBsb2FkIElEIGZvcg' }
  const until = new Date(Date.now() + 86_400_000)
  const parts = items.map((_, index) => ({ partNumber: index + 1, size: 8_388_608, sha256: null }))
  return () => storage.signParts(upload, parts, until, AbortSignal.timeout(60_000))
}
