/**
 * Sends a large file in parts: several at a time, each with a URL signed just before, each repeated on its own. Parts
 * that S3 confirmed are recorded at once, so that a pause or a failure loses none. Parts of an earlier visit are compared
 * with the file meanwhile, and sent again where they differ.
 */
import type { MultipartPlan, PresignedPart, StoredPart } from '../../protocol.ts'
import { storedPartSizes } from '../upload/delivery-state.ts'
import type { DualClock } from '../upload/dual-clock.ts'
import type { Transfer } from '../upload/upload-client.ts'
import { UploadError } from '../upload/upload-error.ts'
import type { UploadSession } from '../upload/upload-session.ts'
import { missingParts, type PartRange, partRange } from './part-ranges.ts'
import { PartUrls } from './part-urls.ts'
import type { RequestPool } from './request-pool.ts'
import { assertReadable } from './send-file.ts'
import { sha256 } from './sha256.ts'
import { StallCounter } from './stall-counter.ts'
import { assertStored } from './storage-response.ts'
import type { Transport } from './transport.ts'

export interface SendPartsOptions {
  readonly transport: Transport
  readonly stallTimeoutMs: number
  readonly pool: RequestPool
  /** Parts of this file at a time; the pool bounds all files together. */
  readonly concurrency: number
  readonly transfer: Transfer
  /** `sha256` in base64 by part number, where the plan asks for it. */
  sign(
    partNumbers: readonly number[],
    sha256?: Readonly<Record<string, string>>,
  ): Promise<readonly PresignedPart[]>
  now(): DualClock
}

/** @throws UploadError of the first part that cannot be sent; the others are stopped */
export async function sendParts(
  session: UploadSession,
  plan: MultipartPlan,
  options: SendPartsOptions,
): Promise<void> {
  const { pool, concurrency, transfer } = options
  const { file, retry, onStart, onProgress, onDelivery } = transfer
  const { delivery } = session
  const missing = missingParts(file.size, plan, storedPartSizes(delivery))
  const sentOf = new Map<number, number>()
  let bytesStored = file.size - missing.reduce((sum, { start, end }) => sum + end - start, 0)
  const report = () => onProgress([...sentOf.values()].reduce((sum, sent) => sum + sent, bytesStored))

  const failed = new AbortController()
  const signal = AbortSignal.any([transfer.signal, failed.signal])
  const sendRanges = async (ranges: readonly PartRange[]) => {
    const waiting = [...ranges]
    const urls = partUrls(session, plan, ranges, options)
    const sendNext = async () => {
      for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
        const { partNumber, start, end } = range
        const attempts = new StallCounter()
        await retry(signal, () => attempts.run((stalls) => sendInTurn(range, urls, stalls)))
        sentOf.delete(partNumber)
        bytesStored += end - start
        onDelivery({ type: 'part-stored', partNumber, size: end - start })
        report()
      }
    }
    await Promise.all(Array.from({ length: Math.min(concurrency, ranges.length) }, sendNext))
  }
  const sendInTurn = async (range: PartRange, urls: PartUrls, stalls: number): Promise<void> => {
    const turn = new AbortController()
    const preempt = () => turn.abort()
    const size = range.end - range.start
    try {
      await pool.run({ owner: file, size, signal, preempt }, (onSent) =>
        sendPart(range, urls, stalls, AbortSignal.any([signal, turn.signal]), onSent),
      )
    } catch (error) {
      if (!turn.signal.aborted || signal.aborted) throw error
      await sendInTurn(range, urls, stalls)
    }
  }
  const sendPart = async (
    range: PartRange,
    urls: PartUrls,
    stalls: number,
    turn: AbortSignal,
    onSent: (sent: number) => void,
  ) => {
    onStart()
    // A listener may have ended the run.
    turn.throwIfAborted()
    try {
      await sendOnePart(file, range, urls, { ...options, stalls, signal: turn }, (sent) => {
        sentOf.set(range.partNumber, sent)
        onSent(sent)
        report()
      })
    } catch (error) {
      sentOf.delete(range.partNumber)
      report()
      throw error
    }
  }

  try {
    const uncompared = delivery.kind === 'parts' ? delivery.uncompared : []
    // Both at once: reading does not delay the sending.
    const [different] = await Promise.all([
      findDifferent(file, plan, uncompared, missing, signal),
      sendRanges(missing),
    ])
    if (uncompared.length > 0) {
      onDelivery({ type: 'parts-compared', different: different.map(({ partNumber }) => partNumber) })
    }
    bytesStored -= different.reduce((sum, { start, end }) => sum + end - start, 0)
    report()
    await sendRanges(different)
  } catch (error) {
    failed.abort()
    throw error
  }
}

/** Loaded for the uploads of earlier visits alone. */
async function findDifferent(
  file: File,
  plan: MultipartPlan,
  uncompared: readonly StoredPart[],
  missing: readonly PartRange[],
  signal: AbortSignal,
): Promise<readonly PartRange[]> {
  const sentNow = new Set(missing.map(({ partNumber }) => partNumber))
  const parts = uncompared.filter(({ partNumber }) => !sentNow.has(partNumber))
  if (parts.length === 0) return []
  const comparison = await import('./part-comparison.ts').catch(() => null)
  if (comparison !== null) return comparison.findDifferentParts(file, plan, parts, signal)
  // Sending all of them again is right, too.
  return parts.map(({ partNumber }) => partRange(file.size, plan.partSize, partNumber))
}

/** Parts signed in one call. Those with a checksum are read first, so fewer are signed ahead. */
const SIGN_BATCH = { plain: 24, hashed: 4 }

function partUrls(
  { signedAt }: UploadSession,
  plan: MultipartPlan,
  missing: readonly PartRange[],
  { sign, transfer: { file, signal }, now }: SendPartsOptions,
): PartUrls {
  const order = missing.map((part) => part.partNumber)
  const common = { order, known: plan.parts, knownSignedAt: signedAt, now }
  if (plan.partChecksum === undefined) {
    return new PartUrls({ ...common, batchSize: SIGN_BATCH.plain, sign: (numbers) => sign(numbers) })
  }
  const ranges = new Map(missing.map((range) => [range.partNumber, range]))
  const signHashed = async (partNumbers: readonly number[]) => {
    const hashes: Record<string, string> = {}
    for (const partNumber of partNumbers) {
      const { start, end } = ranges.get(partNumber) ?? { start: 0, end: 0 }
      hashes[partNumber] = await sha256(file.slice(start, end), signal)
    }
    return sign(partNumbers, hashes)
  }
  return new PartUrls({ ...common, known: [], batchSize: SIGN_BATCH.hashed, sign: signHashed })
}

async function sendOnePart(
  file: File,
  { partNumber, start, end }: PartRange,
  urls: PartUrls,
  { transport, stallTimeoutMs, stalls, signal }: SendPartsOptions & { stalls: number; signal: AbortSignal },
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
      onSent(0)
      // A refusal without CORS headers looks like a broken connection, so the next attempt gets a new signature too.
      urls.forget(partNumber)
      await assertReadable(body, error, signal)
      if (error.code !== 'signature-expired' || signatures > 1) throw error
    }
  }
}
