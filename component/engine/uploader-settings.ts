import type { ClientSettings } from './api/http-upload-client.ts'
import type { FileRules } from './files/file-rules.ts'
import type { FileTransformer } from './files/file-transformer.ts'
import type { QueueSettings } from './queue/upload-queue.ts'

export interface UploaderSettings extends ClientSettings, QueueSettings {
  /** The API's route. Default: `default`. */
  route: string
  /** Flat strings about the batch, signed into every ticket. Default: none. */
  metadata: Readonly<Record<string, string>>
  /** Default: those of the API alone. */
  rules: FileRules
  /**
   * Change files before they are sent, in this order. Type, `maxFileSize` and `maxTotalSize` are judged on the result, all
   * other rules on the chosen file. Default: none.
   */
  transformers: readonly FileTransformer[]
  /** `single`: a new file replaces the listed one, as in a file input without `multiple`. Default: `multiple`. */
  selection: 'single' | 'multiple'
  /** `manual` waits for `upload()`. Default: `automatic`. */
  start: 'automatic' | 'manual'
  /** Whether an upload ends when it is announced, or when its variants are known. Default: `processed`. */
  finish: 'announced' | 'processed'
  /** Requests to S3 at a time, over all files; at least 1. Default: 6. */
  concurrency: number
  /**
   * Automatic retries of each step after a response that refuses it, with growing pauses; 0 for none. The default spans
   * at least ten minutes. Requests without a response wait for the connection and do not count. Default: 45.
   */
  retries: number
  /**
   * Whether S3 gets a SHA-256 of every byte to verify: always, never, or where the API requires it. Hashing reads
   * every file once before it is sent. Default: `auto`.
   */
  checksum: 'auto' | 'sha256' | 'none'
  /** Whether uploads are saved so that a later visit continues them. Default: `remember`. */
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
  transformers: [],
  selection: 'multiple',
  start: 'automatic',
  finish: 'processed',
  concurrency: 6,
  retries: 45,
  checksum: 'auto',
  sessions: 'remember',
  metrics: 'silent',
  stallTimeoutMs: 30_000,
}
