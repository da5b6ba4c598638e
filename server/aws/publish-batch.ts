/** Batches for SNS's PublishBatch, and its response. Pure. */
import { xmlElements, xmlText } from './xml-text.ts'

// SNS's limits for one call.
const MAX_ENTRIES = 10
const MAX_BYTES = 256 * 1024

/** Cuts a list, in order, into batches of at most 10 entries and 256 KiB; a larger entry is a batch of its own. */
export function inBatches<Entry>(entries: readonly Entry[], bytesOf: (entry: Entry) => number): Entry[][] {
  const batches: Entry[][] = []
  let left = 0
  for (const entry of entries) {
    const bytes = bytesOf(entry)
    const batch = batches.at(-1)
    if (batch === undefined || batch.length === MAX_ENTRIES || bytes > left) {
      batches.push([entry])
      left = MAX_BYTES - bytes
    } else {
      batch.push(entry)
      left -= bytes
    }
  }
  return batches
}

export type EntryResult = { kind: 'published'; messageId: string } | { kind: 'refused'; code: string }

/** By the entries' ids; entries that the response does not mention are absent. */
export function parseBatchResponse(xml: string): Map<string, EntryResult> {
  const results = new Map<string, EntryResult>()
  for (const member of xmlElements(xml, 'member')) {
    const id = xmlText(member, 'Id')
    const messageId = xmlText(member, 'MessageId')
    if (id === null) continue
    results.set(
      id,
      messageId === null
        ? { kind: 'refused', code: xmlText(member, 'Code') ?? 'Unknown' }
        : { kind: 'published', messageId },
    )
  }
  return results
}
