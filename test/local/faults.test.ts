import { devNull } from 'node:os'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { PublishCommand } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import type { TraceEntry } from '../../demo/local/index.ts'
import { startAws } from './aws-under-test.ts'
import { type SignedForm, send, signForm } from './signed-form.ts'

/** As the page of another origin sends it. */
const fromPage = (form: SignedForm, file?: BlobPart) =>
  send(form, file, { headers: { origin: 'http://page.test' } })

describe('an S3 that answers 503', () => {
  it('does so for browsers only, readable for the page, until it is well again', async () => {
    const aws = await startAws()
    const form = await signForm(aws)
    aws.faults.set({ s3: 'unavailable' })
    const refused = await fromPage(form)
    expect(refused.status).toBe(503)
    expect(await refused.text()).toContain('<Code>SlowDown</Code>')
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
    await aws.s3.send(new PutObjectCommand({ Bucket: aws.bucket, Key: 'of-the-server', Body: 'x' }))
    aws.faults.set({ s3: 'ok' })
    expect((await fromPage(form)).status).toBe(204)
    expect(await aws.keys()).toEqual(['of-the-server', 'photos/cat.png'])
  })
})

describe('a slow S3', () => {
  it('takes 2 MB a second and every byte', async () => {
    const aws = await startAws()
    const form = await signForm(aws, { Conditions: [['content-length-range', 1, 1_000_000]] })
    aws.faults.set({ s3: 'slow' })
    const startedAt = performance.now()
    expect((await fromPage(form, new Uint8Array(600_000))).status).toBe(204)
    expect(performance.now() - startedAt).toBeGreaterThan(200)
    const { ContentLength } = await aws.s3.send(
      new GetObjectCommand({ Bucket: aws.bucket, Key: 'photos/cat.png' }),
    )
    expect(ContentLength).toBe(600_000)
  })
})

describe('a broken network', () => {
  it('ends requests of browsers that are under way, refuses others, and lets servers pass', async () => {
    const aws = await startAws()
    const form = await signForm(aws, { Conditions: [['content-length-range', 1, 10_000_000]] })
    aws.faults.set({ s3: 'slow' })
    const underWay = fromPage(form, new Uint8Array(8_000_000))
    // The slow S3 needs four seconds for it.
    const broken = expect(underWay).rejects.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 100))
    aws.faults.set({ network: 'broken' })
    await broken
    await expect(fromPage(form)).rejects.toThrow()
    await aws.s3.send(new PutObjectCommand({ Bucket: aws.bucket, Key: 'of-the-server', Body: 'x' }))
    aws.faults.set({ network: 'up', s3: 'ok' })
    expect((await fromPage(form)).status).toBe(204)
  })
})

describe('a function that is killed', () => {
  it('gets its message again, once', async () => {
    const outcomes: string[] = []
    const onTrace = (entry: TraceEntry) => {
      if (entry.service === 'lambda' && entry.phase === 'end') outcomes.push(entry.outcome)
    }
    const module = new URL('./fixtures/handler.ts', import.meta.url)
    const lambda = { module, env: { NOTES_FILE: devNull } }
    const aws = await startAws({ delivery: { attempts: 3, baseDelayMs: 1 }, lambda, onTrace })
    aws.killLambda()
    await aws.sns.send(new PublishCommand({ TopicArn: aws.topicArn, Message: '"write"' }))
    await aws.idle()
    expect(outcomes).toEqual(['error', 'ok'])
    expect(aws.deadLetters()).toEqual([])
  })
})
