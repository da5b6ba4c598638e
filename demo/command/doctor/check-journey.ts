import { setTimeout as delay } from 'node:timers/promises'
import type { PresignedUpload, StatusResult } from '../../../component/protocol.ts'
import { awsFault } from './aws-fault.ts'
import type { BoundedFetch } from './bounded-fetch.ts'
import { type Finding, failure, ok, type Report, skipped } from './finding.ts'
import type { SampleFile } from './sample-file.ts'
import { refusalOf, sendPlan } from './send-plan.ts'
import type { UploadApi } from './upload-api.ts'

const UPLOAD = { check: 'upload', role: 'browser' } as const
const COMPLETE = { check: 'complete', role: 'api' } as const
const CHECKSUM = { check: 'checksum', role: 'api' } as const
const IMAGES = { check: 'images', role: 'function' } as const

export interface JourneyOptions {
  readonly api: UploadApi
  readonly fetch: BoundedFetch
  readonly signal: AbortSignal
  /** What the log of an API in this process says to change. */
  readonly hint: () => string | undefined
  readonly sample: SampleFile
  readonly waitSeconds: number
  readonly origin: string | undefined
  readonly now?: () => number
  presign(file: { sha256?: string }): Promise<PresignedUpload>
  /** Where else a result may be, where none came in time; null where that is unknown. */
  findResult(id: string): Promise<string | null>
}

/**
 * One file all the way: presign, upload, complete, images, with the milliseconds of each step.
 *
 * @returns the response of the store; null where none came
 */
export async function checkJourney(options: JourneyOptions, report: Report): Promise<Response | null> {
  const { api, sample, origin } = options
  const clock = stopwatch(options.now)
  const upload = await options.presign({ sha256: sample.sha256 })
  const presignMs = clock()
  if (upload.plan.kind === 'multipart') {
    report(skipped(UPLOAD, 'The route takes even small files in parts.'))
    return null
  }
  const response = await sendPlan(options.fetch, upload.plan, sample, origin === undefined ? {} : { origin })
  const uploadMs = clock()
  if (!response.ok) {
    report(uploadFailure(response.status, await refusalOf(response)))
    return response
  }
  report(
    ok(
      UPLOAD,
      `A file of ${sample.bytes.length} bytes was signed in ${presignMs} ms and stored in ${uploadMs} ms.`,
    ),
  )
  const completed = await api.complete(upload.ticket)
  const completeMs = clock()
  if (completed?.ok !== true) {
    const code = completed?.error.code ?? 'no answer'
    report(completeFailure(code, completed?.error.detail ?? '', options.hint()))
    return response
  }
  report(ok(COMPLETE, `It was verified and announced in ${completeMs} ms.`))
  if (completed.sha256 === sample.sha256) report(ok(CHECKSUM, 'The store verified its SHA-256.'))
  else {
    report(
      failure(CHECKSUM, 'The store did not verify its SHA-256.', {
        visitor: 'Nothing, or “The storage could not prove that the file arrived unchanged.”',
        change: "Set checksum: 'none' on the routes of this store, or use one that verifies.",
      }),
    )
  }
  report(await checkImages(options, upload))
  return response
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
    await delay(Math.min(retryAfterMs, 1000), undefined, { signal: options.signal })
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

function uploadFailure(status: number, refusal: string): Finding {
  const detail = `The store refused a file that the API had signed (${refusal}).`
  const visitor = 'Uploads fail: “Uploads are not set up correctly here.”'
  const fault = awsFault(refusal.split(' ')[1] ?? '')
  if (fault !== undefined)
    return failure(UPLOAD, `${detail} ${fault.detail}`, { visitor, change: fault.change })
  if (status === 501 || status === 405) {
    return failure(UPLOAD, detail, {
      visitor,
      change: 'The store has no forms. Say so, and files are sent with PUT.',
      document: { UPLOAD_STORE: '{"forms":false}' },
    })
  }
  if (status >= 300 && status < 400) {
    return failure(UPLOAD, detail, {
      visitor,
      change:
        'The bucket is in another region, or so young that only the address with its region knows it: set AWS_REGION.',
    })
  }
  if (status >= 500) {
    return failure(UPLOAD, detail, {
      visitor: 'Uploads wait and try again.',
      change: 'Try later: the store is not available, or asks for fewer requests.',
    })
  }
  return failure(UPLOAD, detail, {
    visitor,
    change:
      'The API’s role needs s3:PutObject on the pending prefix and, with KMS, kms:GenerateDataKey. A bucket policy may refuse it as well.',
  })
}

function completeFailure(code: string, detail: string, hint: string | undefined): Finding {
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
    change: [
      changes[code] ?? 'See the API’s log.',
      ...(hint === undefined ? [] : [`Its log says: ${hint}`]),
    ].join(' '),
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
