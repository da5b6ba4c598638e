import { describe, expect, it } from 'vitest'
import { AwsError } from '../../../server/aws/aws-error.ts'
import { AwsClient } from '../../../server/light/aws-client.ts'
import { AwsSigner } from '../../../server/light/aws-signer.ts'
import { credentialSource } from '../../../server/light/credentials.ts'
import { fetchTransport } from '../../../server/light/fetch-transport.ts'
import { nodeTransport } from '../../../server/light/node-transport.ts'
import { retryDelayMs } from '../../../server/light/retry.ts'
import type { Transport } from '../../../server/light/transport.ts'
import { type ScriptedReaction, startScriptedServer } from '../support/scripted-server.ts'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const node = nodeTransport() ?? fetchTransport

/** Answers in turn; the last again and again. */
async function calling(
  answers: readonly ScriptedReaction[],
  transport: Transport,
  credentials = credentialSource(keys),
) {
  let turn = 0
  const server = await startScriptedServer(() => {
    const answer = answers[Math.min(turn, answers.length - 1)] ?? 'hang'
    turn += 1
    return answer
  })
  const client = new AwsClient('S3', new AwsSigner('s3', 'eu-west-1'), credentials, transport)
  const call = { method: 'GET', url: `${server.url}/b/k`, headers: {} }
  return { server, send: (signal = AbortSignal.timeout(10_000)) => client.send(call, signal) }
}

const failing = (status: number, code: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: `<Error><Code>${code}</Code><RequestId>r-7</RequestId></Error>`,
})

describe.each([
  ['node:http', node],
  ['fetch', fetchTransport],
])('a call by %s', (_name, transport) => {
  it('is repeated after a broken connection and a temporary failure', async () => {
    const { server, send } = await calling(
      ['cut', failing(503, 'SlowDown'), { status: 200, body: 'ok' }],
      transport,
    )
    expect(await send()).toMatchObject({ statusCode: 200, body: 'ok' })
    expect(server.seen).toHaveLength(3)
    await server.close()
  })

  it('is not repeated after a refusal, and tells code and request id', async () => {
    const { server, send } = await calling([failing(403, 'AccessDenied')], transport)
    await expect(send()).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403, requestId: 'r-7' },
    })
    expect(server.seen).toHaveLength(1)
    await server.close()
  })

  it('ends with its signal', async () => {
    const { server, send } = await calling(['hang'], transport)
    await expect(send(AbortSignal.timeout(50))).rejects.toThrow()
    expect(server.seen.length).toBeLessThanOrEqual(1)
    await server.close()
  })

  it('does not follow a redirect, whose host was not signed', async () => {
    const { server, send } = await calling(
      [{ status: 301, headers: { location: 'http://127.0.0.1:1/' } }],
      transport,
    )
    await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 301 } })
    await server.close()
  })
})

describe('credentials', () => {
  it('are asked for again when AWS says that they have expired', async () => {
    let asked = 0
    const source = credentialSource(async () => {
      asked += 1
      return { ...keys, sessionToken: `t-${asked}` }
    })
    const { server, send } = await calling([failing(400, 'ExpiredToken'), { status: 200 }], node, source)
    await send()
    expect(server.seen.map(({ headers }) => headers['x-amz-security-token'])).toEqual(['t-1', 't-2'])
    await server.close()
  })

  it('are asked for once by many calls, and again before they end', async () => {
    let asked = 0
    let leftMs = 3_600_000
    const source = credentialSource(async () => {
      asked += 1
      return { ...keys, expiration: new Date(Date.now() + leftMs) }
    })
    await Promise.all(Array.from({ length: 20 }, () => source.get()))
    expect(asked).toBe(1)
    leftMs = 60_000
    source.expire(await source.get())
    await source.get()
    await source.get()
    expect(asked).toBe(3)
  })
})

it('signs again with AWS’s clock when this one is wrong', async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString()
  const { server, send } = await calling(
    [failing(403, 'RequestTimeTooSkewed', { date }), { status: 200 }],
    node,
  )
  await send()
  const [first, second] = server.seen.map(({ headers }) => String(headers['x-amz-date']))
  expect(Number(second?.slice(9, 11)) - Number(first?.slice(9, 11))).not.toBe(0)
  await server.close()
})

describe('the wait before the next attempt', () => {
  const error = (status: number, headers = {}) =>
    new AwsError('S3', { statusCode: status, headers }, '<Code>X</Code>')
  it.each([
    [new Error('reset'), 1, 200],
    [error(500), 2, 400],
    [error(429), 1, 1000],
    [error(503, { 'retry-after': '2' }), 1, 2000],
    [error(503, { 'retry-after': '60' }), 1, 5000],
    [error(400), 1, null],
  ])('of %s at attempt %i is at most %s ms', (failure, attempt, ms) => {
    expect(retryDelayMs(failure, attempt, () => 1)).toBe(ms)
  })
})
