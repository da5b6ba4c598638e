/**
 * The API as an AWS Lambda function behind a function URL, an HTTP API or a load balancer, configured by the environment as
 * the Node entry is:
 *
 * ```ts
 * import { lambdaHandler } from 's3-uploader-element/server/lambda'
 * export const handler = await lambdaHandler()
 * ```
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getConnInfo, handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { awsAdapterNamed } from './aws-adapter-named.ts'
import { problemResponse, RequestError } from './http/problem.ts'
import { lambdaConfig } from './lambda-config.ts'
import type { UploadsOptions } from './sdk.ts'
import { standaloneApp } from './standalone-app.ts'

export { lambdaSweep, type SweepHandler } from './lambda-sweep.ts'

export type LambdaHandler = ReturnType<typeof handle>

/**
 * Secrets may be given by ARN (`UPLOAD_SECRET_ARN`, `UPLOAD_TOKEN_ARN`, `UPLOAD_ORIGIN_SECRET_ARN`). With an origin secret
 * only requests whose `x-origin-verify` carries it are served: those of the CDN in front.
 *
 * @param options of the host's own code: with `authorize`, neither a token nor `UPLOAD_PUBLIC` is needed
 * @param env default: the process's
 * @throws {ConfigError} that lists every variable that is missing or malformed; errors of Secrets Manager
 */
export async function lambdaHandler(
  options: Partial<UploadsOptions> = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<LambdaHandler> {
  const { server, secret, originSecret } = await lambdaConfig(env, {
    hasOwnAccess: options.authorize !== undefined,
  })
  const { app } = standaloneApp(server, {
    aws: await awsAdapterNamed(server.awsClient),
    write: (line) => process.stdout.write(`${line}\n`),
    addressOf: (c) => getConnInfo(c).remote.address ?? '',
    requestId: lambdaRequestId,
    options: { secret, ...options },
    ...(originSecret !== null && { guard: onlyFromOrigin(originSecret) }),
  })
  return handle(app)
}

/** The id in the function's own log, so that one search finds both. */
function lambdaRequestId({ env }: Context<{ Bindings: { lambdaContext?: LambdaContext } }>): string {
  return env.lambdaContext?.awsRequestId ?? crypto.randomUUID()
}

/** Digests are compared, so timing reveals neither content nor length. */
function onlyFromOrigin(secret: string): MiddlewareHandler {
  const expected = digest(secret)
  return async (c, next) => {
    if (timingSafeEqual(digest(c.req.header('x-origin-verify') ?? ''), expected)) return next()
    return problemResponse(c, new RequestError('forbidden', 'This address is not for direct use.'))
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

export type { LambdaContext, LambdaEvent }
