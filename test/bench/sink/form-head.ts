/** The fields of an S3 form before its file. */
export interface FormHead {
  readonly key: string
  /** Size of the file in bytes, from the request's length. */
  readonly fileSize: number
}

const FILE_PART = /name="file"[\s\S]*?\r\n\r\n/
/** Policy and signature have a few KiB; a longer head is invalid. */
const MAX_BYTES = 64 * 1024

/**
 * Reads the start of a `multipart/form-data` body whose last part is the file, as S3 requires. Parses only the head: a
 * sink that parsed bodies would measure itself.
 */
export class FormHeadReader {
  readonly #boundary: string
  readonly #contentLength: number
  #text = ''

  /** @throws RangeError if the content type has no boundary */
  constructor(contentType: string, contentLength: number) {
    const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1]
    if (boundary === undefined) throw new RangeError('The form has no boundary')
    this.#boundary = boundary
    this.#contentLength = contentLength
  }

  /**
   * Returns the head when its last byte has arrived, `undefined` before.
   *
   * @throws RangeError if this is not a form with a key and a file
   */
  push(chunk: Buffer): FormHead | undefined {
    this.#text += chunk.toString('latin1')
    const file = FILE_PART.exec(this.#text)
    if (file === null) {
      if (this.#text.length > MAX_BYTES) throw new RangeError('The form has no file')
      return undefined
    }
    const key = /name="key"\r\n\r\n([^\r]*)\r\n/.exec(this.#text.slice(0, file.index))?.[1]
    if (key === undefined) throw new RangeError('The form has no key before its file')
    const tail = `\r\n--${this.#boundary}--\r\n`.length
    return { key, fileSize: this.#contentLength - (file.index + file[0].length) - tail }
  }
}
