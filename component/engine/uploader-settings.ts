import type { FileRules } from './files/file-rules.ts'

export interface UploaderSettings {
  /** The backend's route. Default: `default`. */
  route: string
  /** Flat strings about the batch, signed into every ticket. Default: none. */
  metadata: Readonly<Record<string, string>>
  /** Default: none but the backend's. */
  rules: FileRules
  /** `single`: a new file takes the place of the old one, as in a file input without `multiple`. Default: `multiple`. */
  selection: 'single' | 'multiple'
  /** `manual` waits for `upload()`. Default: `automatic`. */
  start: 'automatic' | 'manual'
  /** Whether an upload ends when it is announced, or when its variants are known. Default: `processed`. */
  finish: 'announced' | 'processed'
  /** Requests to S3 at a time, over all files; at least 1. Default: 6. */
  concurrency: number
  /** Automatic retries of each step of an upload; 0 for none. Default: 5. */
  retries: number
  /**
   * Whether S3 gets a SHA-256 of every byte to verify: always, never, or where the backend requires it. Hashing reads
   * every file once before it is sent. Default: `auto`.
   */
  checksum: 'auto' | 'sha256' | 'none'
  /** Whether uploads are written down so that a later visit goes on with them. Default: `remember`. */
  sessions: 'remember' | 'forget'
  /** Whether every upload ends with an `upload-metrics` event. Default: `silent`. */
  metrics: 'silent' | 'report'
  /**
   * Milliseconds without upload progress after which an attempt ends as `stalled`; 0 for no limit. Default: 30,000. Longer
   * where progress cannot be observed, and doubled with each stalled attempt.
   */
  stallTimeoutMs: number
}

export const defaultSettings: Readonly<UploaderSettings> = {
  route: 'default',
  metadata: {},
  rules: {},
  selection: 'multiple',
  start: 'automatic',
  finish: 'processed',
  concurrency: 6,
  retries: 5,
  checksum: 'auto',
  sessions: 'remember',
  metrics: 'silent',
  stallTimeoutMs: 30_000,
}
