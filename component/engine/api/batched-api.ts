import type {
  CompletedUpload,
  CompleteItem,
  CompleteResult,
  ItemError,
  PresignedPart,
  PresignedUpload,
  PresignFile,
  PresignResult,
  ReadyStatus,
  StoredPart,
} from '../../protocol.ts'
import { MAX_BATCH_ITEMS } from '../../protocol-limits.ts'
import { delay } from '../upload/delay.ts'
import { UploadError } from '../upload/upload-error.ts'
import { Batcher } from './batcher.ts'
import { statusModule } from './lazy-modules.ts'
import type { StatusPoller } from './status-poller.ts'
import type { UploadApi } from './upload-api.ts'

/** Completions are gathered for this long while more files are on their way, in milliseconds: each call takes from the sending. */
const GATHER_MS = 400

/** Pause before a completion is asked for again where the API names none, in milliseconds. */
const ASSEMBLING_MS = 5_000

export interface BatchedApiOptions {
  api: UploadApi
  route: string
  /** Read before every call, as the following. */
  metadata(): Readonly<Record<string, string>>
  /** Most files in one presign call; undefined where the API has not said so. */
  maxFiles(): number | undefined
  /** Whether more files are on their way to S3. */
  isSending(): boolean
  /** Milliseconds of a monotonic clock. */
  now(): number
}

/** The API as one upload sees it: single requests, answered from batched calls; a refused item is thrown. */
export class BatchedApi {
  readonly #presigns: Batcher<Omit<PresignFile, 'ref'>, PresignResult>
  readonly #completions: Batcher<CompleteItem, CompleteResult>
  #poller: StatusPoller | undefined
  readonly #api: UploadApi
  readonly #now: () => number

  constructor({ api, route, metadata, maxFiles, isSending, now }: BatchedApiOptions) {
    this.#api = api
    this.#now = now
    this.#presigns = new Batcher(
      (files) =>
        api.presign({
          route,
          metadata: metadata(),
          // The response keeps the order, so the index is a sufficient reference.
          files: files.map((file, index) => ({ ...file, ref: String(index) })),
        }),
      () => Math.min(MAX_BATCH_ITEMS, maxFiles() ?? MAX_BATCH_ITEMS),
    )
    this.#completions = new Batcher(
      (items) => api.complete(items),
      () => MAX_BATCH_ITEMS,
      () => (isSending() ? GATHER_MS : 0),
    )
  }

  /** @param checksum what S3 verifies: the SHA-256 of the whole file, or that of each part */
  async presign(
    { name, size, type }: File,
    checksum: Pick<PresignFile, 'sha256' | 'partChecksum'>,
    signal: AbortSignal,
  ): Promise<PresignedUpload> {
    const result = await this.#presigns.add({ name, size, type, ...checksum }, signal)
    if (!result.ok) throw refused(result.error)
    return result
  }

  /** Asks again while S3 assembles the parts, which may take minutes. */
  async complete(item: CompleteItem, signal: AbortSignal): Promise<CompletedUpload> {
    for (;;) {
      const result = await this.#completions.add(item, signal)
      if (result.ok) return result
      if (result.error.code !== 'assembling') throw refused(result.error)
      await delay(result.error.retryAfterMs ?? ASSEMBLING_MS, signal)
    }
  }

  signParts(
    ticket: string,
    partNumbers: readonly number[],
    sha256?: Readonly<Record<string, string>>,
  ): Promise<readonly PresignedPart[]> {
    return this.#api.signParts(ticket, partNumbers, sha256)
  }

  storedParts(ticket: string): Promise<readonly StoredPart[]> {
    return this.#api.storedParts(ticket)
  }

  /** Best effort: the bucket's lifecycle rule removes what this call does not. */
  async abort(ticket: string): Promise<void> {
    await this.#api.abort(ticket).catch(() => {})
  }

  /** @throws UploadError `module-not-loaded`, besides those of the poller */
  async variants(ticket: string, signal: AbortSignal): Promise<ReadyStatus> {
    const { StatusPoller } = await statusModule.load()
    signal.throwIfAborted()
    this.#poller ??= new StatusPoller(this.#api, this.#now)
    return this.#poller.poll(ticket, signal)
  }
}

function refused({ code, detail, retryable, limit, retryAfterMs }: ItemError): UploadError {
  return new UploadError(code, detail, {
    retryable,
    ...(limit === undefined ? {} : { limit }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}
