/** The steps of an upload, as the demo's picture draws them and its trace reports them. */
import type { Faults } from './local/faults.ts'

export const actors = ['browser', 'api', 's3', 'sns', 'lambda'] as const
export type Actor = (typeof actors)[number]

export const actorNames: Readonly<Record<Actor, string>> = {
  browser: 'Browser',
  api: 'API',
  s3: 'S3',
  sns: 'SNS',
  lambda: 'Lambda',
}

interface Step {
  readonly from: Actor
  readonly to: Actor
  readonly request: string
  readonly purpose: string
  /** Drawn once it has happened: only some files need it. */
  readonly optional?: true
}

export const steps: Readonly<Record<StepName, Step>> = {
  presign: { from: 'browser', to: 'api', request: 'POST /presign', purpose: 'gets a signature' },
  open: {
    from: 'api',
    to: 's3',
    request: 'CreateMultipartUpload',
    purpose: 'opens a large one',
    optional: true,
  },
  store: { from: 'browser', to: 's3', request: 'POST Object', purpose: 'sends the file' },
  parts: { from: 'browser', to: 's3', request: 'UploadPart', purpose: 'sends large files', optional: true },
  complete: { from: 'browser', to: 'api', request: 'POST /complete', purpose: 'reports the upload' },
  assemble: {
    from: 'api',
    to: 's3',
    request: 'CompleteMultipartUpload',
    purpose: 'joins the parts',
    optional: true,
  },
  verify: { from: 'api', to: 's3', request: 'HeadObject', purpose: 'checks size and type' },
  copy: { from: 'api', to: 's3', request: 'CopyObject', purpose: 'moves it to its key' },
  publish: { from: 'api', to: 'sns', request: 'Publish', purpose: 'announces it' },
  invoke: { from: 'sns', to: 'lambda', request: 'Invoke', purpose: 'starts the function' },
  read: { from: 'lambda', to: 's3', request: 'GetObject', purpose: 'reads the original' },
  write: { from: 'lambda', to: 's3', request: 'PutObject', purpose: 'stores the images' },
  status: { from: 'browser', to: 'api', request: 'POST /status', purpose: 'asks for the result' },
  show: { from: 's3', to: 'browser', request: 'GET', purpose: 'shows the image' },
}

export type StepName =
  | 'presign'
  | 'open'
  | 'store'
  | 'parts'
  | 'complete'
  | 'assemble'
  | 'verify'
  | 'copy'
  | 'publish'
  | 'invoke'
  | 'read'
  | 'write'
  | 'status'
  | 'show'

/** The start or the end of one request of a step. */
export type TraceEvent =
  | { step: StepName; phase: 'start' }
  | {
      step: StepName
      phase: 'end'
      /** HTTP status, or 0 without a response. */
      status: number
      /** Transferred bytes. */
      bytes: number
      durationMs: number
      /** What the request is about: a later one that succeeds makes good the failure of an earlier one. */
      subject?: string
    }

/** What the page shows about its backend. */
export interface DemoInfo {
  backend: 'embedded' | 'aws'
  bucket: string
  region: string
  s3Endpoint: string
}

/** What the page sends to `/demo/faults`. */
export type FaultChange = Partial<Faults>
