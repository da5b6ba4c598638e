/**
 * Runs in a process of its own, started by lambda-host.ts with the module to load. It is to the function what Lambda's
 * Node runtime is. Answers loading and every invocation with what went wrong: a text, or `null`.
 */
import { inspect } from 'node:util'

export type Invocation = { requestId: string; event: unknown; timeoutMs: number }

const FUNCTION_NAME = 'process-image'
const answer = process.send?.bind(process)
// What Lambda does not have must not work here.
delete process.send

async function attempt<T>(work: () => T): Promise<Awaited<T> | undefined> {
  try {
    const result = await work()
    answer?.(null)
    return result
  } catch (error) {
    process.stderr.write(`${inspect(error)}\n`)
    answer?.(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    return undefined
  }
}

async function load(module = ''): Promise<(event: unknown, context: object) => unknown> {
  const { handler } = await import(module)
  if (typeof handler !== 'function') throw new TypeError(`${module} exports no function named handler`)
  return handler
}

const handler = await attempt(() => load(process.argv[2]))
// Without its host it has nothing left to do, however the host ended.
process.on('disconnect', () => process.exit())
process.on('message', ({ requestId, event, timeoutMs }: Invocation) => {
  const deadline = Date.now() + timeoutMs
  // The part of Lambda's context that functions use.
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
