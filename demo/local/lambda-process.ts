/**
 * Plays Lambda's Node runtime in a process that lambda-host.ts starts with the module to load. After loading and after
 * every invocation it sends a report.
 */
import { inspect } from 'node:util'

/** The response as JSON, or the error as text. */
export type Report = { response: string } | { error: string }

export type Invocation = { requestId: string; event: unknown; timeoutMs: number }

const FUNCTION_NAME = 'process-image'
const report = process.send?.bind(process)
// Lambda has no `process.send`.
delete process.send

async function attempt<T>(work: () => T): Promise<Awaited<T> | undefined> {
  try {
    const result = await work()
    send({ response: JSON.stringify(result) ?? 'null' })
    return result
  } catch (error) {
    process.stderr.write(`${inspect(error)}\n`)
    send({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
    return undefined
  }
}

function send(message: Report): void {
  report?.(message)
}

async function load(module = ''): Promise<(event: unknown, context: object) => unknown> {
  const { handler } = await import(module)
  if (typeof handler !== 'function') throw new TypeError(`${module} exports no function named handler`)
  return handler
}

const handler = await attempt(() => load(process.argv[2]))
// Also after a crash of the host.
process.on('disconnect', () => process.exit())
process.on('message', ({ requestId, event, timeoutMs }: Invocation) => {
  const deadline = Date.now() + timeoutMs
  // The commonly used part of Lambda's context.
  const context = {
    awsRequestId: requestId,
    functionName: FUNCTION_NAME,
    functionVersion: '$LATEST',
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION}:000000000000:function:${FUNCTION_NAME}`,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  }
  void attempt(() => handler?.(event, context))
})
