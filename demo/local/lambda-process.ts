/**
 * Runs in a process of its own, started by lambda-host.ts with the module to load as its argument. It is to the
 * function what Lambda's Node runtime is: loads it once, then one invocation at a time.
 */
import { inspect } from 'node:util'
import { type InvokeMessage, type ProcessMessage, parseInvokeMessage } from './lambda-protocol.ts'

type Handler = (event: unknown, context: LambdaContext) => unknown

/** The part of Lambda's context that functions use. */
interface LambdaContext {
  awsRequestId: string
  functionName: string
  functionVersion: string
  memoryLimitInMB: string
  invokedFunctionArn: string
  logGroupName: string
  logStreamName: string
  callbackWaitsForEmptyEventLoop: boolean
  getRemainingTimeInMillis(): number
}

function send(message: ProcessMessage): void {
  process.send?.(message)
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

async function loadHandler(module: string): Promise<Handler> {
  const exports: unknown = await import(module)
  if (typeof exports === 'object' && exports !== null && 'handler' in exports) {
    if (typeof exports.handler === 'function') return exports.handler as Handler
  }
  throw new TypeError(`${module} exports no function named handler`)
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  const { requestId, event, functionName, functionArn, timeoutMs } = message
  const deadline = Date.now() + timeoutMs
  try {
    await handler(event, {
      awsRequestId: requestId,
      functionName,
      functionVersion: '$LATEST',
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '',
      invokedFunctionArn: functionArn,
      logGroupName: `/aws/lambda/${functionName}`,
      logStreamName: `local/[$LATEST]${process.pid}`,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    })
    send({ kind: 'done', requestId })
  } catch (error) {
    process.stderr.write(`${inspect(error)}\n`)
    send({ kind: 'failed', requestId, error: describe(error) })
  }
}

// Without its host it has nothing left to do, however the host ended.
process.on('disconnect', () => process.exit())

try {
  const handler = await loadHandler(process.argv[2] ?? '')
  process.on('message', (value) => {
    const message = parseInvokeMessage(value)
    if (message) void invoke(handler, message)
  })
  send({ kind: 'ready' })
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`)
  send({ kind: 'init-failed', error: describe(error) })
  process.disconnect?.()
}
