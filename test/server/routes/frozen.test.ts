/** Nothing that a client still holds changes or removes what `/complete` accepted. */
import { randomBytes } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { RejectUpload } from '../../../server/index.ts'
import {
  aws,
  bytes,
  client,
  codes,
  complete,
  presignOne,
  send,
  service,
  serviceOn,
} from '../support/local-journey.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { photo } from '../support/upload-service.ts'

// `RACES=2000` for the long run.
const ROUNDS = Number(process.env.RACES ?? 15)

const contentOf = async (Key: string) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: aws.bucket, Key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}
const pending = async (id: string) => {
  const { KeyCount } = await client.send(
    new ListObjectsV2Command({ Bucket: aws.bucket, Prefix: `pending/${id}` }),
  )
  return KeyCount
}
const abort = (ticket: string) => service.post('/abort', { ticket })

describe('an accepted upload', () => {
  it('stays as it is when its form is posted again with other bytes, and completed again', async () => {
    const grant = await presignOne(photo)
    await send(grant.plan)
    const [first] = await complete([grant.ticket])
    const other = randomBytes(1000)
    expect((await send(grant.plan, other)).status).toBe(201)
    expect((await complete([grant.ticket]))[0]).toEqual(first)
    // In another process, which does not remember the first completion.
    expect(codes(await complete([grant.ticket], serviceOn()))).toEqual(['ok'])
    expect(await contentOf(grant.key)).toEqual(bytes)
  })

  it('leaves nothing pending', async () => {
    const grant = await presignOne(photo)
    await send(grant.plan)
    expect(await pending(grant.id)).toBe(1)
    await complete([grant.ticket])
    expect(await pending(grant.id)).toBe(0)
  })

  it(
    'holds in seeded races of replay, second post, abort and complete: no swap, no loss',
    async () => {
      const random = seededRandom(20_260_101)
      for (let round = 0; round < ROUNDS; round++) {
        const grant = await presignOne(photo)
        await send(grant.plan)
        const services = [service, serviceOn()]
        const steps = Array.from({ length: 3 + Math.floor(random() * 4) }, () => {
          const pick = random()
          if (pick < 0.3) return () => send(grant.plan, randomBytes(1000))
          if (pick < 0.5) return () => abort(grant.ticket)
          return () => complete([grant.ticket], services[Math.floor(random() * 2)])
        })
        await Promise.all([...steps, () => complete([grant.ticket])].map((step) => step()))
        const outcomes = await complete([grant.ticket])
        const [outcome] = outcomes
        if (outcome?.ok !== true) {
          // Aborted before any completion: then nothing was accepted.
          expect(codes(outcomes), `round ${round}`).toEqual(['upload-not-found'])
          continue
        }
        const content = await contentOf(grant.key)
        await send(grant.plan, randomBytes(1000))
        await abort(grant.ticket)
        const [again] = await complete([grant.ticket], serviceOn())
        expect(again, `round ${round}`).toMatchObject({ ok: true, etag: outcome.etag })
        expect(await contentOf(grant.key), `round ${round}`).toEqual(content)
      }
    },
    4_000 * ROUNDS,
  )
})

describe('a refused upload', () => {
  it('is deleted when the host vetoes it', async () => {
    const from = serviceOn({
      onUploadComplete: () => {
        throw new RejectUpload('No.')
      },
    })
    const grant = await presignOne(photo, from)
    await send(grant.plan)
    expect(codes(await complete([grant.ticket], from))).toEqual(['rejected'])
    const head = client.send(new HeadObjectCommand({ Bucket: aws.bucket, Key: grant.key }))
    await expect(head).rejects.toMatchObject({ name: 'NotFound' })
    expect(await pending(grant.id)).toBe(0)
  })

  it('stays when the hook fails temporarily', async () => {
    let calls = 0
    const from = serviceOn({
      onUploadComplete: () => {
        if (calls++ === 0) throw new Error('no database')
        return { row: 7 }
      },
    })
    const grant = await presignOne(photo, from)
    await send(grant.plan)
    expect(codes(await complete([grant.ticket], from))).toEqual(['rejected'])
    expect(await complete([grant.ticket], from)).toMatchObject([{ ok: true, data: { row: 7 } }])
  })
})

describe('announcing', () => {
  it('runs the hook once when SNS fails first', async () => {
    let calls = 0
    const onUploadComplete = () => ({ call: ++calls })
    const from = serviceOn({ onUploadComplete, topicArn: `${aws.topicArn}-other` })
    const grant = await presignOne(photo, from)
    await send(grant.plan)
    for (let round = 0; round < 3; round++) {
      expect(codes(await complete([grant.ticket], from))).toEqual(['publish-denied'])
    }
    expect(calls).toBe(1)
  })

  it('is decided by the host’s claim', async () => {
    const claimed: string[] = []
    let accepted = ''
    const from = serviceOn({
      claim: ({ id }) => {
        claimed.push(id)
        return id === accepted
      },
    })
    const [one, two] = [await presignOne(photo, from), await presignOne(photo, from)]
    accepted = one.id
    await Promise.all([send(one.plan), send(two.plan)])
    expect(await complete([one.ticket, two.ticket], from)).toMatchObject([
      { ok: true, messageId: expect.any(String) },
      { ok: true, messageId: null },
    ])
    expect(claimed.sort()).toEqual([one.id, two.id].sort())
  })
})
