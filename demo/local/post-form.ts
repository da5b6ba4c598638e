/**
 * Reads a multipart/form-data body as S3 reads it: fields, then one file, then nothing that counts.
 *
 * Owns the order and the limits of the form, and that no half-read form is taken for a whole one. Does not know
 * policies or storage: `receive` is handed the fields and the stream of the file.
 */
import type { IncomingMessage } from 'node:http'
import { Readable, Writable } from 'node:stream'
import busboy from 'busboy'
import { S3Error } from './s3-error.ts'

export interface PostForm {
  /** By lower-case name: S3 ignores the case of field names. */
  fields: ReadonlyMap<string, string>
  /** As the client sent it, perhaps with a path in front. */
  fileName: string
  content: Readable
}

/** Everything before the first byte of the file. */
const MAX_PRE_FILE_BYTES = 20 * 1024

/**
 * Resolves with what `receive` gave, once the whole form has arrived. On any failure the file's stream is destroyed,
 * `receive` is waited for, and the connection is left readable so that the refusal can be answered.
 */
export function readPostForm<T>(
  message: IncomingMessage,
  receive: (form: PostForm) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const parser = openParser(message)
    const fields = new Map<string, string>()
    let received: Promise<T> | null = null
    let bytes = 0
    let isRefused = false

    const fail = (error: unknown) => {
      isRefused = true
      message.unpipe(feeder)
      feeder.destroy()
      parser.destroy()
      void Promise.allSettled([received]).then(() => reject(error))
    }
    const start = (fileName: string, content: Readable) => {
      received = receive({ fields, fileName, content })
      received.catch(fail)
    }
    const addField = (name: string, value: string) => {
      if (fields.has(name)) {
        fail(
          new S3Error('InvalidArgument', {
            message: 'A form field occurs twice',
            details: { ArgumentName: name },
          }),
        )
      }
      fields.set(name, value)
    }

    const feeder = new Writable({
      write(chunk: Buffer, _encoding, done) {
        // Cut at the limit: the parser works synchronously, so after these bytes the file has begun or never will.
        const head = received ? chunk : chunk.subarray(0, MAX_PRE_FILE_BYTES - bytes)
        const rest = chunk.subarray(head.length)
        bytes += chunk.length
        let isFlowing = parser.write(head)
        if (!received && bytes >= MAX_PRE_FILE_BYTES) {
          done(new S3Error('MaxPostPreDataLengthExceeded'))
          return
        }
        if (rest.length > 0) isFlowing = parser.write(rest)
        if (isFlowing) done()
        else parser.once('drain', done)
      },
      final(done) {
        parser.end()
        done()
      },
    })

    // The parser's types hide that a part may have no name at all.
    const fieldName = (name: string | undefined): string => {
      if (name === undefined && !received) fail(new S3Error('MalformedPOSTRequest'))
      return name?.toLowerCase() ?? ''
    }
    parser.on('field', (name, value) => {
      const field = fieldName(name)
      // The parser finishes the chunk it is in, also after it was destroyed.
      if (received || isRefused) return
      if (field === 'file') start('', Readable.from([Buffer.from(value)]))
      else addField(field, value)
    })
    parser.on('file', (name, content, { filename }) => {
      const field = fieldName(name)
      // Destroying the parser ends this stream with an error that its reader, if any, has already reported.
      content.on('error', () => {})
      if (!received && !isRefused && field === 'file') {
        start(filename ?? '', content)
        return
      }
      content.resume()
      if (!received && !isRefused) addField(field, '')
    })
    parser.on('error', (cause) => fail(new S3Error('MalformedPOSTRequest', { cause })))
    parser.on('close', () => {
      if (received) received.then(resolve, fail)
      else fail(new S3Error('IncorrectNumberOfFilesInPostRequest'))
    })
    feeder.on('error', fail)
    message.on('error', fail)
    message.pipe(feeder)
  })
}

/** Throws `PreconditionFailed` for a body that is no form, `MalformedPOSTRequest` for a form without a boundary. */
function openParser(message: IncomingMessage): busboy.Busboy {
  if (!/^multipart\/form-data\b/i.test(message.headers['content-type'] ?? '')) {
    throw new S3Error('PreconditionFailed', {
      details: { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
    })
  }
  try {
    return busboy({
      headers: message.headers,
      defParamCharset: 'utf8',
      preservePath: true,
      highWaterMark: 1024 * 1024,
      fileHwm: 256 * 1024,
      // Wider than the form may be: its own limit is the one that speaks.
      limits: { fieldNameSize: 2 * MAX_PRE_FILE_BYTES, fieldSize: 2 * MAX_PRE_FILE_BYTES },
    })
  } catch (cause) {
    throw new S3Error('MalformedPOSTRequest', { cause })
  }
}
