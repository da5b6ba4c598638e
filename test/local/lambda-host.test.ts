import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PublishCommand } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import type { LocalLambdaOptions, TraceEntry } from '../../demo/local/index.ts'
import { startAws } from './aws-under-test.ts'

interface Note {
  order: unknown
  event: unknown
  context: Record<string, unknown>
  remainingMs: number
  environment: Record<string, string>
  pid: number
}

async function startFunction(lambda: LocalLambdaOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'local-aws-test-'))
  const notesFile = join(directory, 'notes')
  const trace: TraceEntry[] = []
  const aws = await startAws({
    directory,
    delivery: { attempts: 2, baseDelayMs: 10 },
    lambda: {
      module: new URL('./fixtures/handler.ts', import.meta.url),
      env: { NOTES_FILE: notesFile },
      ...lambda,
    },
    onTrace: (entry) => trace.push(entry),
  })
  return {
    aws,
    order: (order: string) =>
      aws.sns.send(new PublishCommand({ TopicArn: aws.topicArn, Message: JSON.stringify(order) })),
    notes: async (): Promise<Note[]> => {
      const text = await readFile(notesFile, 'utf8').catch(() => '')
      return text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []))
    },
    invocations: () =>
      trace.flatMap((entry) => (entry.service === 'lambda' && entry.phase === 'end' ? [entry] : [])),
  }
}

describe('a function behind the topic', () => {
  it('gets only the event, a context and an environment like those of Lambda', async () => {
    const { aws, order, notes, invocations } = await startFunction()
    const { MessageId } = await order('write')
    await aws.idle()
    const [note] = await notes()
    expect(note?.event).toMatchObject({
      Records: [{ EventSource: 'aws:sns', Sns: { MessageId, Message: '"write"' } }],
    })
    expect(note?.context).toMatchObject({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'process-image',
      memoryLimitInMB: '1769',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:process-image',
    })
    expect(note?.remainingMs).toBeGreaterThan(59_000)
    expect(note?.remainingMs).toBeLessThanOrEqual(60_000)
    expect(Object.keys(note?.environment ?? {}).sort()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_ENDPOINT_URL_S3',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'NOTES_FILE',
      'PATH',
    ])
    expect(note?.environment.AWS_ENDPOINT_URL_S3).toBe(aws.s3Endpoint)
    expect(invocations()).toMatchObject([
      { outcome: 'ok', messageId: MessageId, requestId: note?.context.awsRequestId },
    ])
    expect(aws.deadLetters()).toEqual([])
  })

  it('stays in its process from one invocation to the next', async () => {
    const { aws, order, notes } = await startFunction({ concurrency: 1 })
    for (const time of ['first', 'second', 'third']) await order(time)
    await aws.idle()
    const pids = (await notes()).map(({ pid }) => pid)
    expect(pids).toHaveLength(3)
    expect(new Set(pids).size).toBe(1)
  })

  it('runs as many invocations at once as allowed, one at a time in each process', async () => {
    const { aws, order, notes, invocations } = await startFunction({ concurrency: 2 })
    await order('warm')
    await aws.idle()
    await Promise.all(Array.from({ length: 6 }, () => order('wait')))
    await aws.idle()
    const waits = (await notes()).slice(1)
    expect(waits).toHaveLength(6)
    expect(new Set(waits.map(({ pid }) => pid)).size).toBe(2)
    const times = invocations().map(({ startedAt, durationMs }) => ({
      from: startedAt,
      to: startedAt + durationMs,
    }))
    for (const { from } of times) {
      const others = times.filter((other) => other.from <= from && from < other.to)
      expect(others.length).toBeLessThanOrEqual(2)
    }
  })

  it.each([
    ['throw', 'error', /no image/],
    ['crash', 'error', /process of the function ended/],
    ['hang', 'timeout', /timed out after 0.4 seconds/],
    ['block', 'timeout', /timed out after 0.4 seconds/],
  ])('fails alone, is tried again and ends in the dead letters: %s', async (what, outcome, error) => {
    const { aws, order, notes, invocations } = await startFunction({ concurrency: 1, timeoutMs: 400 })
    const { MessageId } = await order(what)
    await order('fine')
    await aws.idle()
    expect(aws.deadLetters()).toMatchObject([
      {
        messageId: MessageId,
        message: JSON.stringify(what),
        attempts: 2,
        error: expect.stringMatching(error),
      },
    ])
    const bad = invocations().filter(({ messageId }) => messageId === MessageId)
    expect(bad.map((entry) => entry.outcome)).toEqual([outcome, outcome])
    expect((await notes()).map(({ order }) => order).sort()).toEqual([what, what, 'fine'].sort())
  })

  it('has its output in the trace', async () => {
    const { aws, order, invocations } = await startFunction({ concurrency: 1 })
    await order('throw')
    await aws.idle()
    expect(invocations().at(-1)).toMatchObject({
      outcome: 'error',
      logTail: expect.stringContaining('RangeError: no image'),
    })
  })

  it.each([
    ['does not load', new URL('./fixtures/broken.ts', import.meta.url), /does not load/],
    ['does not exist', new URL('./fixtures/nowhere.ts', import.meta.url), /nowhere/],
    ['has no handler', new URL('./signed-form.ts', import.meta.url), /no function named handler/],
  ])('whose module %s fails each message and nothing else', async (_what, module, error) => {
    const { aws, order } = await startFunction({ module })
    await order('fine')
    await aws.idle()
    expect(aws.deadLetters()).toMatchObject([{ attempts: 2, error: expect.stringMatching(error) }])
  })

  it('leaves no process behind when closed during an invocation', async () => {
    const { aws, order, notes } = await startFunction()
    await order('block')
    await expect.poll(async () => (await notes()).length).toBe(1)
    const [note] = await notes()
    await aws.close()
    await aws.idle()
    expect(() => process.kill(note?.pid ?? 0, 0)).toThrow('ESRCH')
  })
})
