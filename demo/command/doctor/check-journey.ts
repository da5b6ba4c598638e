import type { PresignedUpload, StatusResult } from '../../../component/protocol.ts'
import { type Finding, failure, ok, skipped } from './finding.ts'
import type { SampleFile } from './sample-file.ts'
import { refusalOf, sendPlan } from './send-plan.ts'
import type { UploadApi } from './upload-api.ts'

const UPLOAD = { check: 'upload', role: 'browser' } as const
const COMPLETE = { check: 'complete', role: 'api' } as const
const CHECKSUM = { check: 'checksum', role: 'api' } as const
const IMAGES = { check: 'images', role: 'function' } as const

export interface Journey {
  readonly findings: readonly Finding[]
  /** Of the store; null where none came. */
  readonly response: Response | null
}

export interface JourneyOptions {
  readonly api: UploadApi
  readonly sample: SampleFile
  readonly waitSeconds: number
  readonly origin: string | undefined
  readonly now?: () => number
  presign(file: { sha256?: string }): Promise<PresignedUpload>
  /** Where else a result may be, where none came in time; null where that is unknown. */
  findResult(id: string): Promise<string | null>
}

/** One file all the way: presign, upload, complete, images, with the milliseconds of each step. */
export async function checkJourney(options: JourneyOptions): Promise<Journey> {
  const { api, sample, origin } = options
  const clock = stopwatch(options.now)
  const upload = await options.presign({ sha256: sample.sha256 })
  const presignMs = clock()
  if (upload.plan.kind === 'multipart') {
    return { findings: [skipped(UPLOAD, 'The route takes even small files in parts.')], response: null }
  }
  const response = await sendPlan(upload.plan, sample, origin === undefined ? {} : { origin })
  const uploadMs = clock()
  if (!response.ok) {
    const finding = failure(
      UPLOAD,
      `The store refused a file that the API had signed (${await refusalOf(response)}).`,
      {
        visitor: 'Uploads fail: “Uploads are not set up correctly here.”',
        change:
          'The API’s role needs s3:PutObject on the pending prefix and, with KMS, kms:GenerateDataKey. A bucket policy may refuse it as well.',
      },
    )
    return { findings: [finding], response }
  }
  const sent = ok(
    UPLOAD,
    `A file of ${sample.bytes.length} bytes was signed in ${presignMs} ms and stored in ${uploadMs} ms.`,
  )
  const completed = await api.complete(upload.ticket)
  const completeMs = clock()
  if (completed?.ok !== true) {
    const code = completed?.error.code ?? 'no answer'
    return { findings: [sent, completeFailure(code, completed?.error.detail ?? '')], response }
  }
  const verified = completed.sha256 === sample.sha256
  return {
    response,
    findings: [
      sent,
      ok(COMPLETE, `It was verified and announced in ${completeMs} ms.`),
      verified
        ? ok(CHECKSUM, 'The store verified its SHA-256.')
        : failure(CHECKSUM, 'The store did not verify its SHA-256.', {
            visitor: 'Nothing, or “The storage could not prove that the file arrived unchanged.”',
            change: "Set checksum: 'none' on the routes of this store, or use one that verifies.",
          }),
      await checkImages(options, upload),
    ],
  }
}

async function checkImages(options: JourneyOptions, { id, ticket }: PresignedUpload): Promise<Finding> {
  const { api, sample, waitSeconds } = options
  if (!sample.isImage) return skipped(IMAGES, 'The route takes no PNG.')
  if (waitSeconds === 0) return skipped(IMAGES, 'Not waited for.')
  const clock = stopwatch(options.now)
  let last: StatusResult | undefined
  for (let elapsedMs = 0; elapsedMs < waitSeconds * 1000; elapsedMs += clock()) {
    const { uploads, retryAfterMs = 1000 } = await api.status(ticket)
    last = uploads[0]
    if (last?.state === 'ready') {
      return ok(IMAGES, `${last.variants.length} images were ready ${elapsedMs + clock()} ms later.`)
    }
    if (last?.state === 'failed') {
      return failure(IMAGES, `The function could not process a PNG: ${last.code}.`, {
        visitor: 'The file is stored, and no image comes.',
        change: 'See the function’s log.',
      })
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(retryAfterMs, 1000)))
  }
  const elsewhere = await options.findResult(id)
  if (elsewhere !== null) {
    return failure(IMAGES, `The function writes below ${elsewhere}, where the API does not look.`, {
      visitor: 'Rows stay at “Processing”.',
      change: 'Set DERIVED_PREFIX of the function and derivedPrefix of the API to the same folder.',
      document: { DERIVED_PREFIX: elsewhere },
    })
  }
  return failure(
    IMAGES,
    `No image came within ${waitSeconds} s (the state is ${last?.state ?? 'unknown'}).`,
    {
      visitor: 'Rows stay at “Processing”, then say that nothing could be made of the file in time.',
      change:
        last?.state === 'processing'
          ? 'The function has begun: see its log, timeout and memory.'
          : 'See whether the topic delivers (a subscription, lambda:InvokeFunction for SNS, the queue’s policy), the dead letters, and the function’s log: a sharp of another processor fails at import.',
    },
  )
}

function completeFailure(code: string, detail: string): Finding {
  const visitor = 'Files are stored and then fail.'
  const changes: Readonly<Record<string, string>> = {
    'storage-denied':
      'The API’s role lacks a right on the bucket: s3:GetObject, s3:PutObject or s3:ListBucket.',
    'publish-denied': 'The API’s role needs sns:Publish on the topic, and the use of its KMS key.',
    'publish-failed': 'SNS does not answer: check the topic’s region and the network of the API.',
    'checksum-unverified': "The store computes no SHA-256: set checksum: 'none' on its routes.",
  }
  return failure(COMPLETE, `The API could not complete it: ${code} (${detail})`, {
    visitor,
    change: changes[code] ?? 'See the API’s log.',
  })
}

/** Whole milliseconds since the last call. */
function stopwatch(now = () => performance.now()): () => number {
  let last = now()
  return () => {
    const elapsed = now() - last
    last += elapsed
    return Math.round(elapsed)
  }
}
