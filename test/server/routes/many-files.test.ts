/** The number of calls for hundreds of files. */
import { randomBytes } from 'node:crypto'
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns'
import { expect, it } from 'vitest'
import type { CompleteResult, PresignedUpload } from '../../../component/protocol.ts'
import { mapBounded } from '../../../server/upload/map-bounded.ts'
import { isLight } from '../support/api.ts'
import { aws, complete, presign, published, send, serviceOn } from '../support/local-journey.ts'
import { photo } from '../support/upload-service.ts'

it.skipIf(isLight)(
  'announces 200 files in 2 calls to presign, 2 to complete and 20 to SNS',
  async () => {
    const { accessKeyId, secretAccessKey, region, snsEndpoint } = aws
    const snsClient = new SNSClient({
      region,
      endpoint: snsEndpoint,
      credentials: { accessKeyId, secretAccessKey },
    })
    let batches = 0
    snsClient.middlewareStack.add(
      (next, context) => (args) => {
        if ('commandName' in context && context.commandName === PublishBatchCommand.name) batches += 1
        return next(args)
      },
      { step: 'initialize' },
    )
    const from = serviceOn({ snsClient })
    const content = randomBytes(20)
    const before = published().length
    const calls = Array.from({ length: 2 })

    const grants: PresignedUpload[] = []
    for (const _ of calls) grants.push(...(await presign(Array(100).fill({ ...photo, size: 20 }), from)))
    await mapBounded(grants, 16, async ({ plan }) => {
      if (plan.kind !== 'post') throw new Error('A form post is expected')
      expect((await send(plan, content)).status).toBe(201)
    })
    const results: CompleteResult[] = []
    for (const [index] of calls.entries()) {
      const tickets = grants.slice(index * 100, (index + 1) * 100).map(({ ticket }) => ticket)
      results.push(...(await complete(tickets, from)))
    }

    expect(results.filter(({ ok }) => !ok)).toEqual([])
    expect(batches).toBe(20)
    const messageIds = results.map((result) => (result.ok ? result.messageId : ''))
    expect(new Set(messageIds)).toEqual(new Set(published().slice(before)))
    expect(new Set(messageIds).size).toBe(200)
    snsClient.destroy()
  },
  180_000,
)
