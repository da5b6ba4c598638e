import type { UploadError } from './upload-error.ts'

/** Why an upload does not move at the moment; each reason has words of its own. */
export type Waiting =
  /** Manual mode, or a pause of the visitor's. */
  | { readonly for: 'visitor' }
  /** Offline, or the API or S3 gives no answer: continues by itself. */
  | { readonly for: 'network' }
  | {
      readonly for: 'retry'
      readonly error: UploadError
      /** Attempts that failed in a row, from 1. */
      readonly attempt: number
      /** Automatic retries in all. */
      readonly retries: number
      /** When the next attempt starts, in epoch milliseconds. */
      readonly until: number
    }
  /** A free connection. */
  | { readonly for: 'slot' }

export const FOR_VISITOR: Waiting = { for: 'visitor' }
export const FOR_NETWORK: Waiting = { for: 'network' }
export const FOR_SLOT: Waiting = { for: 'slot' }
