/**
 * A form as multipart/form-data of a known length: S3 refuses a POST without Content-Length, and `fetch` sends none for a
 * stream. Names and file names are escaped as the HTML standard says ("multipart/form-data encoding algorithm").
 */
import { randomBytes } from 'node:crypto'

export interface FormBody {
  readonly contentType: string
  readonly blob: Blob
}

export function formBody(form: FormData): FormBody {
  const boundary = `----s3-uploader-${randomBytes(16).toString('hex')}`
  const pieces: BlobPart[] = []
  // Each piece is read, sent and reported as progress by itself: the fields together take as long as one of them.
  let text = ''
  for (const [name, value] of form) {
    text += `--${boundary}\r\ncontent-disposition: form-data; name="${escaped(name)}"`
    if (typeof value === 'string') {
      text += `\r\n\r\n${value.replace(/\r\n?|\n/g, '\r\n')}\r\n`
      continue
    }
    const type = value.type || 'application/octet-stream'
    pieces.push(`${text}; filename="${escaped(value.name)}"\r\ncontent-type: ${type}\r\n\r\n`, value)
    text = '\r\n'
  }
  pieces.push(`${text}--${boundary}--\r\n`)
  return { contentType: `multipart/form-data; boundary=${boundary}`, blob: new Blob(pieces) }
}

function escaped(name: string): string {
  return name.replace(/\r\n?|\n|"/g, (mark) => (mark === '"' ? '%22' : '%0D%0A'))
}
