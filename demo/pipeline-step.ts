/** The steps of an upload, as the demo's picture draws them and its trace reports them. */

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
}

export const steps = {
  presign: { from: 'browser', to: 'api', request: 'POST /presign', purpose: 'gets a signature' },
  store: { from: 'browser', to: 's3', request: 'POST Object', purpose: 'sends the file' },
  complete: { from: 'browser', to: 'api', request: 'POST /complete', purpose: 'reports the upload' },
  verify: { from: 'api', to: 's3', request: 'HeadObject', purpose: 'checks the object' },
  publish: { from: 'api', to: 'sns', request: 'Publish', purpose: 'announces it' },
  invoke: { from: 'sns', to: 'lambda', request: 'Invoke', purpose: 'starts the function' },
  read: { from: 'lambda', to: 's3', request: 'GetObject', purpose: 'reads the original' },
  write: { from: 'lambda', to: 's3', request: 'PutObject', purpose: 'stores the images' },
  status: { from: 'browser', to: 'api', request: 'POST /status', purpose: 'asks for the result' },
  show: { from: 's3', to: 'browser', request: 'GET', purpose: 'shows the image' },
} as const satisfies Record<string, Step>

export type StepName = keyof typeof steps

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
    }

/** What the page shows about its backend. */
export interface DemoInfo {
  backend: 'embedded' | 'aws'
  bucket: string
  region: string
  s3Endpoint: string
}
