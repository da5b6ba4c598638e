/** Reads Publish and PublishBatch requests of the query protocol into messages. Pure, but for ids and the time. */
import { randomUUID } from 'node:crypto'
import { SnsError } from './sns-error.ts'
import type { SnsAttribute, SnsMessage } from './sns-message.ts'

const MAX_MESSAGE_BYTES = 256 * 1024
const MAX_BATCH_ENTRIES = 10

export type BatchResult = { entryId: string; message: SnsMessage } | { entryId: string; error: SnsError }

/** Throws SnsError. */
export function parsePublish(form: URLSearchParams, topicArn: string): SnsMessage {
  const arn = form.get('TopicArn') ?? form.get('TargetArn')
  if (form.has('PhoneNumber') || !arn) {
    throw invalid('TopicArn or TargetArn Reason: no value for required parameter')
  }
  checkTopic(arn, topicArn)
  return parseMessage(form, '', topicArn)
}

/** One result per entry: a bad entry sinks no other. Throws SnsError for what concerns the whole batch. */
export function parsePublishBatch(form: URLSearchParams, topicArn: string): BatchResult[] {
  checkTopic(form.get('TopicArn') ?? '', topicArn)
  const prefixes = listPrefixes(form, 'PublishBatchRequestEntries.member')
  const ids = prefixes.map((prefix) => form.get(`${prefix}Id`) ?? '')
  if (ids.length === 0)
    throw new SnsError('EmptyBatchRequest', 'The batch request does not contain any entries.')
  if (ids.length > MAX_BATCH_ENTRIES) {
    throw new SnsError(
      'TooManyEntriesInBatchRequest',
      'The batch request contains more entries than permissible.',
    )
  }
  if (new Set(ids).size < ids.length) {
    throw new SnsError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    )
  }
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    throw new SnsError('InvalidBatchEntryId', "The Id of a batch entry doesn't abide by the specification.")
  }
  const results = prefixes.map((prefix, index): BatchResult => {
    const entryId = ids[index] ?? ''
    try {
      return { entryId, message: parseMessage(form, prefix, topicArn) }
    } catch (error) {
      if (error instanceof SnsError) return { entryId, error }
      throw error
    }
  })
  const size = results.reduce((sum, result) => sum + ('message' in result ? sizeOf(result.message) : 0), 0)
  if (size > MAX_MESSAGE_BYTES) {
    throw new SnsError(
      'BatchRequestTooLong',
      'The length of all the batch messages put together is more than the limit.',
    )
  }
  return results
}

function checkTopic(arn: string, topicArn: string): void {
  if (!/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/.test(arn)) {
    throw invalid(`TopicArn Reason: An ARN must have at least 6 elements, not ${arn.split(':').length}`)
  }
  if (arn !== topicArn) throw new SnsError('NotFound', 'Topic does not exist')
}

function parseMessage(form: URLSearchParams, prefix: string, topicArn: string): SnsMessage {
  const text = form.get(`${prefix}Message`) ?? ''
  const subject = form.get(`${prefix}Subject`)
  // One text for each kind of subscriber: here there is one kind.
  if (form.has(`${prefix}MessageStructure`)) throw invalid('MessageStructure')
  if (text === '') throw invalid('Empty message')
  if (subject !== null && !/^(?! )[\x20-\x7e]{1,100}$/.test(subject)) {
    throw invalid('Subject')
  }
  const message: SnsMessage = {
    messageId: randomUUID(),
    topicArn,
    subject,
    message: text,
    timestamp: new Date().toISOString(),
    attributes: parseAttributes(form, `${prefix}MessageAttributes.entry`),
  }
  if (sizeOf(message) > MAX_MESSAGE_BYTES) throw invalid('Message too long')
  return message
}

function parseAttributes(form: URLSearchParams, list: string): Record<string, SnsAttribute> {
  return Object.fromEntries(
    listPrefixes(form, list).map((prefix) => {
      const name = form.get(`${prefix}Name`) ?? ''
      const type = form.get(`${prefix}Value.DataType`) ?? ''
      const value = form.get(`${prefix}Value.StringValue`) ?? form.get(`${prefix}Value.BinaryValue`) ?? ''
      if (!/^(?!\.)(?!.*\.$)(?!.*\.\.)[\w.-]{1,256}$/.test(name)) {
        throw invalid(`The message attribute name '${name}' is invalid`)
      }
      if (!/^(String|Number|Binary)(\..+)?$/.test(type)) {
        throw invalid(`The message attribute '${name}' has an invalid message attribute type`)
      }
      if (value === '') {
        throw invalid(`The message attribute '${name}' must contain non-empty message attribute value`)
      }
      return [name, { type, value }]
    }),
  )
}

/** `LIST.1.`, `LIST.2.` … as far as the form has them. */
function listPrefixes(form: URLSearchParams, list: string): string[] {
  const numbers = [...form.keys()].flatMap((name) => {
    const number = name.startsWith(`${list}.`) ? Number.parseInt(name.slice(list.length + 1), 10) : Number.NaN
    return number > 0 ? [number] : []
  })
  return [...new Set(numbers)].sort((a, b) => a - b).map((number) => `${list}.${number}.`)
}

function sizeOf({ message, attributes }: SnsMessage): number {
  const texts = Object.entries(attributes).flatMap(([name, { type, value }]) => [name, type, value])
  return [message, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

function invalid(what: string): SnsError {
  return new SnsError('InvalidParameter', `Invalid parameter: ${what}`)
}
