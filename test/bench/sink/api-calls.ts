/**
 * The upload API's contract without signatures: plans are as those of the real server, tickets are plain keys. This
 * benchmark does not measure signing.
 *
 * Three additions for subjects that do not use the contract: in the query of `/presign` the floor sets its own
 * `partSize`, and `plan=post` requests one form for any size; `/sign` signs one S3 request per call, as Uppy needs.
 */
import type {
  AbortResponse,
  CompleteResult,
  ConfigResponse,
  PartsResponse,
  PresignResult,
} from '../../../component/protocol.ts'
import { type PartPlan, planParts } from '../../../server/upload/part-plan.ts'
import {
  parseCompleteRequest,
  parsePartsRequest,
  parsePresignRequest,
  parseSignRequest,
  type SignRequest,
} from './parse-call.ts'
import type { Run } from './run.ts'

const THRESHOLD = 16 * 1024 ** 2
const EXPIRES_AT = '2099-01-01T00:00:00.000Z'
/** URLs within a plan. */
const FIRST_PARTS = 24

/**
 * As long as a real policy and its signature, so that forms have a realistic length. In Base64 characters.
 */
const POLICY = 'policy'.repeat(120)

export class ApiCalls {
  readonly #storageUrl: string
  #nextId = 1

  /** @param storageUrl address of the sink's S3, without a final slash */
  constructor(storageUrl: string) {
    this.#storageUrl = storageUrl
  }

  /**
   * Returns `undefined` for an unknown call.
   *
   * @throws TypeError for a body that breaks the contract
   */
  respond(path: string, query: URLSearchParams, body: unknown, run: Run): unknown {
    switch (path) {
      case 'config':
        return config()
      case 'presign': {
        run.counts.presignCalls += 1
        const uploads = parsePresignRequest(body).files.map((file) =>
          this.#presign(file, cut(file.size, query), run),
        )
        return { uploads }
      }
      case 'parts':
        run.counts.partsCalls += 1
        return this.#parts(parsePartsRequest(body), run)
      case 'complete':
        run.counts.completeCalls += 1
        return { uploads: parseCompleteRequest(body).uploads.map(({ ticket }) => complete(ticket, run)) }
      case 'abort':
        return { id: parsePartsRequest(body).ticket, removed: 'nothing' } satisfies AbortResponse
      case 'sign':
        run.counts.presignCalls += 1
        return this.#sign(parseSignRequest(body), run)
      default:
        return undefined
    }
  }

  #presign(
    { ref, name, size }: { ref: string; name: string; size: number },
    parts: PartPlan | null,
    run: Run,
  ): PresignResult {
    const id = String(this.#nextId)
    this.#nextId += 1
    const key = `uploads/${id.padStart(10, '0')}`
    run.ledger.signed(key, name, size)
    const base = { ok: true as const, ref, id, key, ticket: key, expiresAt: EXPIRES_AT }
    if (parts === null)
      return { ...base, plan: { kind: 'post', url: `${this.#storageUrl}/`, fields: fields(key) } }
    const first = Array.from({ length: Math.min(parts.partCount, FIRST_PARTS) }, (_, index) => index + 1)
    return { ...base, plan: { kind: 'multipart', ...parts, parts: this.#signParts(key, first) } }
  }

  #parts(
    { ticket, partNumbers }: { ticket: string; partNumbers?: readonly number[] },
    run: Run,
  ): PartsResponse {
    if (partNumbers !== undefined)
      return { kind: 'signed', parts: this.#signParts(ticket, partNumbers), expiresAt: EXPIRES_AT }
    const parts = [...run.ledger.partsOf(ticket)].map(([partNumber, size]) => ({
      partNumber,
      size,
      etag: '',
    }))
    return { kind: 'stored', parts, nextPartNumber: null }
  }

  #signParts(key: string, partNumbers: readonly number[]) {
    return partNumbers.map((partNumber) => ({
      partNumber,
      url: `${this.#storageUrl}/${key}?partNumber=${partNumber}&uploadId=of-${key}&X-Amz-Signature=${POLICY.slice(0, 64)}`,
    }))
  }

  #sign({ method, key, uploadId, partNumber }: SignRequest, run: Run): unknown {
    const url = `${this.#storageUrl}/${encodeURIComponent(key)}`
    if (partNumber !== undefined) return { url: `${url}?partNumber=${partNumber}&uploadId=${uploadId}` }
    if (uploadId !== undefined) return { url: `${url}?uploadId=${uploadId}` }
    run.ledger.signed(key, key, null)
    return method === 'POST'
      ? { url: `${url}?uploads` }
      : { url: `${this.#storageUrl}/`, fields: fields(key) }
  }
}

/** `null`: the file is sent as one form. */
function cut(size: number, query: URLSearchParams): PartPlan | null {
  const planned = planParts(size, query.get('plan') === 'post' ? null : THRESHOLD)
  if (planned === null) return null
  const partSize = Number(query.get('partSize') ?? planned.partSize)
  return { partSize, partCount: Math.ceil(size / partSize) }
}

function config(): ConfigResponse {
  const limits = {
    maxFileSize: 5 * 1024 ** 4,
    minFileSize: 0,
    allowedContentTypes: ['application/octet-stream'],
    maxFiles: 100,
    multipartThreshold: THRESHOLD,
    checksum: 'none' as const,
  }
  return { version: 1, routes: { default: limits } }
}

function complete(key: string, run: Run): CompleteResult {
  run.ledger.assemble(key)
  if (run.ledger.complete(key) === 'missing') {
    const error = { code: 'upload-not-found' as const, detail: 'S3 does not have it.', retryable: false }
    return { ok: false, id: key, error }
  }
  return {
    ok: true,
    id: key,
    key,
    size: run.ledger.sizeOf(key) ?? 0,
    contentType: 'application/octet-stream',
    etag: '"00000000000000000000000000000000"',
    versionId: null,
    sha256: null,
    messageId: '00000000-0000-0000-0000-000000000000',
  }
}

function fields(key: string): Record<string, string> {
  return {
    key,
    'Content-Type': 'application/octet-stream',
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20990101/us-east-1/s3/aws4_request',
    'x-amz-date': '20990101T000000Z',
    policy: POLICY,
    'x-amz-signature': POLICY.slice(0, 64),
  }
}
