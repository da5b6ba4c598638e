/** What goes to SNS in one PublishBatch, and what came of it. Pure. */

/** SNS's limits for one call. */
const mostEntries = 10
const mostBytes = 256 * 1024

/** Cuts a list into runs, in order, of at most ten entries and 256 KiB; an entry above that is a run of its own. */
export function inBatches<Entry>(entries: readonly Entry[], bytesOf: (entry: Entry) => number): Entry[][] {
  const batches: Entry[][] = []
  let left = 0
  for (const entry of entries) {
    const bytes = bytesOf(entry)
    const batch = batches.at(-1)
    if (batch === undefined || batch.length === mostEntries || bytes > left) {
      batches.push([entry])
      left = mostBytes - bytes
    } else {
      batch.push(entry)
      left -= bytes
    }
  }
  return batches
}

export type EntryResult = { kind: 'published'; messageId: string } | { kind: 'refused'; code: string }

/** By the entries' ids; what the answer does not mention is not there. */
export function parseBatchAnswer(xml: string): Map<string, EntryResult> {
  const results = new Map<string, EntryResult>()
  for (const [, member = ''] of xml.matchAll(/<member>(.*?)<\/member>/gs)) {
    const id = element(member, 'Id')
    const messageId = element(member, 'MessageId')
    if (id === undefined) continue
    results.set(
      id,
      messageId === undefined
        ? { kind: 'refused', code: element(member, 'Code') ?? 'Unknown' }
        : { kind: 'published', messageId },
    )
  }
  return results
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]
}
