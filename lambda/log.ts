/** One line of the log: flat, JSON, free of URLs, file names and image metadata. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error'
  event:
    | 'image-ready'
    | 'image-failed'
    | 'image-skipped'
    | 'image-error'
    | 'results-removed'
    | 'cleanup-failed'
    | 'video'
    | 'video-error'
    | 'message-ignored'
    | 'message-rejected'
  [field: string]: string | number | boolean | null | undefined
}

/** Where log lines go: a port. */
export type Log = (entry: LogEntry) => void
