/** What is sent of a chosen file. */
export interface PreparedFile {
  /** The chosen file itself, or what transformers made of it. */
  readonly file: File
  /** Its bytes are on their way, or its run is over: the next file may be transformed. */
  release(): void
}

/** A chosen file and what is sent of it: the same object where no transformer changed it. */
export interface FileToSend {
  /** What the visitor chose: a later visit recognises the upload by it. */
  readonly chosen: File
  readonly sent: File
}
