/** The fields of an S3 form, as far as they stand before its file. */
export interface FormHead {
  readonly key: string
  /** Bytes of the file, were the whole request to arrive. */
  readonly fileSize: number
}

const FILE_PART = /name="file"[\s\S]*?\r\n\r\n/
/** A signed form has a policy and a signature of a few KiB; what is longer is none. */
const MAX_BYTES = 64 * 1024

/**
 * Reads the beginning of a `multipart/form-data` body that ends with its file, as S3 wants it. Only the head is ever
 * looked at, because a sink that parsed the bodies would measure itself.
 */
export class FormHeadReader {
  readonly #boundary: string
  readonly #contentLength: number
  #text = ''

  /** @throws RangeError where the content type has no boundary */
  constructor(contentType: string, contentLength: number) {
    const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1]
    if (boundary === undefined) throw new RangeError('The form has no boundary')
    this.#boundary = boundary
    this.#contentLength = contentLength
  }

  /** The head once its last byte is there, `undefined` before. @throws RangeError where this is no form with a key and a file */
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
