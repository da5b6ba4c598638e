/** The AWS clients of the demo's API; they report each request to the trace. */
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import type { StepName } from './pipeline-step.ts'
import type { TraceHub } from './trace-hub.ts'

/** SDK commands with a step of their own; others (reading a manifest) are part of the step that sends them. */
const STEP_OF: Readonly<Record<string, StepName>> = {
  CreateMultipartUploadCommand: 'open',
  CompleteMultipartUploadCommand: 'assemble',
  HeadObjectCommand: 'verify',
  CopyObjectCommand: 'copy',
  PublishCommand: 'publish',
  PublishBatchCommand: 'publish',
}

type ClientConfig = ConstructorParameters<typeof S3Client>[0] & ConstructorParameters<typeof SNSClient>[0]

export function tracedClients(
  config: ClientConfig,
  endpoints: { s3?: string; sns?: string },
  trace: TraceHub,
) {
  const s3 = new S3Client({
    ...config,
    ...(endpoints.s3 === undefined ? {} : { endpoint: endpoints.s3, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const sns = new SNSClient({
    ...config,
    ...(endpoints.sns === undefined ? {} : { endpoint: endpoints.sns }),
  })
  s3.middlewareStack.add(tracing(trace), { step: 'initialize', name: 'demoTrace' })
  sns.middlewareStack.add(tracing(trace), { step: 'initialize', name: 'demoTrace' })
  return { s3, sns }
}

function tracing(trace: TraceHub) {
  return <Args extends { input: object }, Output>(
    next: (args: Args) => Promise<Output>,
    context: { commandName?: string },
  ) =>
    (args: Args): Promise<Output> => {
      const step = STEP_OF[context.commandName ?? '']
      if (step === undefined) return next(args)
      return trace.around(
        step,
        () => next(args),
        () => ({ status: 200, bytes: messageBytes(args.input) }),
        'Key' in args.input ? String(args.input.Key) : '',
      )
    }
}

function messageBytes(input: object): number {
  const entries: unknown[] =
    'PublishBatchRequestEntries' in input && Array.isArray(input.PublishBatchRequestEntries)
      ? input.PublishBatchRequestEntries
      : [input]
  return entries.reduce<number>((sum, entry) => {
    const message = typeof entry === 'object' && entry !== null && 'Message' in entry ? entry.Message : ''
    return sum + (typeof message === 'string' ? Buffer.byteLength(message) : 0)
  }, 0)
}
