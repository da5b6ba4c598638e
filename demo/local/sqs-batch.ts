/** The batch calls of SQS. */
import { AwsError } from './aws-error.ts'

type Entry = Readonly<Record<string, unknown>>

/** @throws AwsError if the batch as a whole is invalid */
export function entriesOf({ Entries }: Entry): Entry[] {
  const entries = Array.isArray(Entries) ? Entries.map((entry): Entry => Object(entry)) : []
  const ids = entries.map(({ Id }) => String(Id))
  if (ids.length === 0) throw new AwsError('EmptyBatchRequest')
  if (ids.length > 10) throw new AwsError('TooManyEntriesInBatchRequest')
  if (new Set(ids).size < ids.length) throw new AwsError('BatchEntryIdsNotDistinct')
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) throw new AwsError('InvalidBatchEntryId')
  return entries
}

/** An invalid entry does not affect the others. */
export function eachEntry(entries: readonly Entry[], perform: (entry: Entry) => Entry): Entry {
  const results = entries.map((entry) => {
    const Id = entry.Id
    try {
      return { isDone: true, entry: { Id, ...perform(entry) } }
    } catch (error) {
      const { code: Code, message: Message, status } = AwsError.of(error)
      return { isDone: false, entry: { Id, Code, Message, SenderFault: status < 500 } }
    }
  })
  const those = (done: boolean) => results.filter(({ isDone }) => isDone === done).map(({ entry }) => entry)
  return { Successful: those(true), Failed: those(false) }
}
