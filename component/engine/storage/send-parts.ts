/**
 * Sends a large file to S3 in parts: several at a time, each with a URL signed just before, each retried on its own.
 * Every part is reported as soon as S3 confirms it, so that a pause or a failure loses none.
 */
import type { MultipartPlan, PresignedPart } from '../../protocol.ts'
import { UploadError } from '../upload/upload-error.ts'
import { missingParts, type PartRange } from './part-ranges.ts'
import { PartUrls } from './part-urls.ts'
import type { RequestPool } from './request-pool.ts'
import { assertReadable } from './send-file.ts'
import { sha256 } from './sha256.ts'
import { StallCounter } from './stall-counter.ts'
import { assertStored } from './storage-response.ts'
import type { Transport } from './transport.ts'

export interface SendPartsOptions {
  transport: Transport
  pool: RequestPool
  /** Parts of this file at a time; the pool bounds all files together. */
  concurrency: number
  stallTimeoutMs: number
  signal: AbortSignal
  /** Sizes in bytes of the parts that S3 has, by part number. */
  storedParts: ReadonlyMap<number, number>
  /** `sha256` by part number, where the plan asks for it. */
  sign(
    partNumbers: readonly number[],
    sha256?: Readonly<Record<string, string>>,
  ): Promise<readonly PresignedPart[]>
  /** Whether S3 would refuse its URL. */
  isExpired(part: PresignedPart): boolean
  /** Retries as the retry policy says. */
  persistently<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T>
  onStart(): void
  /** Bytes of the file stored or sent. */
  onProgress(bytesSent: number): void
  onPartStored(partNumber: number, size: number): void
}

/** @throws UploadError of the first part that fails for good; the others are stopped */
export async function sendParts(file: File, plan: MultipartPlan, options: SendPartsOptions): Promise<void> {
  const { pool, concurrency, storedParts, persistently, onStart, onProgress, onPartStored } = options
  const missing = missingParts(file.size, plan, storedParts)
  const urls = partUrls(file, plan, missing, options)
  const sentOf = new Map<number, number>()
  let bytesStored = file.size - missing.reduce((sum, { start, end }) => sum + end - start, 0)
  const report = () => onProgress([...sentOf.values()].reduce((sum, sent) => sum + sent, bytesStored))

  const failed = new AbortController()
  const signal = AbortSignal.any([options.signal, failed.signal])
  const sendNext = async () => {
    for (let range = missing.shift(); range !== undefined; range = missing.shift()) {
      const { partNumber, start, end } = range
      const attempts = new StallCounter()
      await persistently(signal, () => attempts.run((stalls) => sendInTurn(range, stalls)))
      sentOf.delete(partNumber)
      bytesStored += end - start
      onPartStored(partNumber, end - start)
      report()
    }
  }
  const sendInTurn = async (range: PartRange, stalls: number): Promise<void> => {
    const turn = new AbortController()
    const preempt = () => turn.abort()
    const size = range.end - range.start
    try {
      await pool.run({ owner: file, size, signal, preempt }, (onSent) =>
        sendPart(range, stalls, AbortSignal.any([signal, turn.signal]), onSent),
      )
    } catch (error) {
      if (!turn.signal.aborted || signal.aborted) throw error
      await sendInTurn(range, stalls)
    }
  }
  const sendPart = async (
    range: PartRange,
    stalls: number,
    turn: AbortSignal,
    onSent: (sent: number) => void,
  ) => {
    onStart()
    // A listener of `onStart` may have aborted.
    turn.throwIfAborted()
    await sendOnePart(file, range, urls, { ...options, stalls, signal: turn }, (sent) => {
      sentOf.set(range.partNumber, sent)
      onSent(sent)
      report()
    })
  }

  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, missing.length) }, sendNext))
  } catch (error) {
    failed.abort()
    throw error
  }
}

/** Parts signed in one call; fewer with checksums, because each must be read first. */
const SIGN_BATCH = { plain: 24, hashed: 4 }

function partUrls(
  file: File,
  plan: MultipartPlan,
  missing: readonly PartRange[],
  { sign, isExpired, signal }: SendPartsOptions,
): PartUrls {
  const order = missing.map((part) => part.partNumber)
  if (plan.partChecksum === undefined)
    return new PartUrls(order, plan.parts, SIGN_BATCH.plain, sign, isExpired)
  const ranges = new Map(missing.map((range) => [range.partNumber, range]))
  const signHashed = async (partNumbers: readonly number[]) => {
    const hashes: Record<string, string> = {}
    for (const partNumber of partNumbers) {
      const { start, end } = ranges.get(partNumber) ?? { start: 0, end: 0 }
      hashes[partNumber] = await sha256(file.slice(start, end), signal)
    }
    return sign(partNumbers, hashes)
  }
  return new PartUrls(order, [], SIGN_BATCH.hashed, signHashed, isExpired)
}

async function sendOnePart(
  file: File,
  { partNumber, start, end }: PartRange,
  urls: PartUrls,
  { transport, signal, stallTimeoutMs, stalls }: SendPartsOptions & { stalls: number },
  onSent: (sent: number) => void,
): Promise<void> {
  const body = file.slice(start, end)
  for (let signatures = 1; ; signatures += 1) {
    const { url, headers = {} } = await urls.get(partNumber)
    signal.throwIfAborted()
    try {
      onSent(0)
      const request = { method: 'PUT' as const, url, headers, body, size: end - start }
      assertStored(await transport.send(request, { signal, stallTimeoutMs, stalls, onProgress: onSent }))
      return
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof UploadError)) throw error
      // A refusal without CORS headers looks like a broken connection, so every next attempt is signed again.
      urls.forget(partNumber)
      await assertReadable(body, error, signal)
      if (error.code !== 'signature-expired' || signatures > 1) throw error
    }
  }
}
