import { beforeEach, describe, expect, it } from 'vitest'
import { type Schedulable, UploadScheduler } from '../../../../component/engine/queue/upload-scheduler.ts'
import type { Activity, UploadStatus } from '../../../../component/engine/upload/upload-state.ts'

const MEBIBYTE = 1024 ** 2
const CONCURRENCY = 6

const ACTIVITY: Record<UploadStatus, Activity> = {
  queued: 'waiting',
  preparing: 'active',
  uploading: 'active',
  paused: 'idle',
  completing: 'active',
  processing: 'active',
  ready: 'idle',
  failed: 'idle',
  canceled: 'idle',
}

class FakeUpload implements Schedulable {
  readonly file: { readonly size: number }
  status: UploadStatus = 'queued'

  constructor(size: number) {
    this.file = { size }
  }

  get activity(): Activity {
    return ACTIVITY[this.status]
  }

  start(): void {
    put(this, 'uploading')
  }
}

let moreToAdd: boolean
let bytesPerSecond: number | null
let nowMs: number
let isOnline: boolean
let all: FakeUpload[]
let busy: boolean[]
let scheduler: UploadScheduler<FakeUpload>

beforeEach(() => {
  moreToAdd = true
  isOnline = true
  all = []
  busy = []
  bytesPerSecond = null
  nowMs = 1_000
  scheduler = new UploadScheduler({
    list: () => all,
    moreToAdd: () => moreToAdd,
    isOnline: () => isOnline,
    concurrency: () => CONCURRENCY,
    bytesPerSecond: () => bytesPerSecond,
    now: () => nowMs,
    onBusy: (isBusy) => busy.push(isBusy),
  })
})

function add(count: number, size = 1): void {
  for (let index = 0; index < count; index += 1) {
    const upload = new FakeUpload(size)
    all.push(upload)
    scheduler.added(upload)
  }
}

/** Starts all that may start, and counts them. */
async function started(): Promise<number> {
  const before = all.filter(({ status }) => status === 'queued').length
  scheduler.schedule()
  await Promise.resolve()
  await Promise.resolve()
  return before - all.filter(({ status }) => status === 'queued').length
}

function put(upload: FakeUpload, status: UploadStatus): void {
  upload.status = status
  scheduler.transitioned(upload)
}

function store(count: number): void {
  for (const upload of [...scheduler.ahead].slice(0, count)) put(upload, 'completing')
}

describe('files that are added one after another', () => {
  it('start at once where nothing is ahead', async () => {
    add(1)
    expect(await started()).toBe(1)
    add(3)
    expect(await started()).toBe(3)
  })

  it('start a hundred at a time while there is enough to do, and the last ones in any number', async () => {
    add(100)
    expect(await started()).toBe(100)
    add(60)
    expect(await started()).toBe(0)
    add(60)
    expect(await started()).toBe(100)
    store(150)
    expect(await started()).toBe(0)
    moreToAdd = false
    expect(await started()).toBe(20)
  })

  it('do not wait for a hundred when the connections are about to idle', async () => {
    add(130)
    expect(await started()).toBe(100)
    store(100 - 2 * CONCURRENCY)
    expect(await started()).toBe(0)
    store(1)
    expect(await started()).toBe(30)
  })
})

describe('two thousand files', () => {
  it('start in twenty batches, at most two hundred ahead', async () => {
    moreToAdd = false
    add(2_000)
    const batches: number[] = []
    let most = 0
    while (scheduler.isBusy) {
      const entered = await started()
      if (entered > 0) batches.push(entered)
      most = Math.max(most, [...scheduler.ahead].length)
      for (const upload of [...scheduler.ahead].slice(0, 1)) put(upload, 'ready')
    }
    expect(batches.reduce((sum, entered) => sum + entered)).toBe(2_000)
    expect(batches.every((entered) => entered % 100 === 0)).toBe(true)
    expect(most).toBeLessThanOrEqual(200)
  })
})

describe('large files', () => {
  it('start until 64 MiB are ahead, but never fewer than keep the connections busy', async () => {
    add(100, 4 * MEBIBYTE)
    expect(await started()).toBe(16)
    store(4)
    expect(await started()).toBe(0)
    // 11 are fewer than two for each of six connections.
    store(1)
    expect(await started()).toBe(5)
  })

  it('start at the rate at which S3 stored files, before the line is measured', async () => {
    add(200, 4 * MEBIBYTE)
    expect(await started()).toBe(16)
    nowMs += 1_000
    // 8 MiB a second: 60 files in half a minute, and 14 are ahead already.
    store(2)
    expect(await started()).toBe(46)
    // When all are gone, the next ones may find the line slower.
    store(60)
    nowMs += 60_000
    moreToAdd = false
    const last = all.at(-1)
    if (last !== undefined) put(last, 'preparing')
    expect(await started()).toBe(15)
  })

  it('that were canceled tell nothing about the line', async () => {
    add(100, 4 * MEBIBYTE)
    await started()
    nowMs += 1
    for (const upload of [...scheduler.ahead]) put(upload, 'canceled')
    expect(await started()).toBe(16)
  })

  it('start up to 30 s ahead on a fast line', async () => {
    bytesPerSecond = 4 * MEBIBYTE
    add(100, 4 * MEBIBYTE)
    expect(await started()).toBe(30)
  })

  it('start no more than 30 s ahead on a slow line', async () => {
    bytesPerSecond = MEBIBYTE / 2
    add(100, MEBIBYTE)
    expect(await started()).toBe(15)
  })

  it.each([
    [MEBIBYTE, 2 * CONCURRENCY],
    [20 * 1024, 200],
  ])('of %d bytes on a line that has almost stopped are %d ahead', async (size, ahead) => {
    bytesPerSecond = 0
    moreToAdd = false
    add(500, size)
    expect(await started()).toBe(ahead)
  })

  it('start two for each connection at any size', async () => {
    add(100, 4096 * MEBIBYTE)
    expect(await started()).toBe(2 * CONCURRENCY)
  })
})

describe('coming to rest', () => {
  it('is reported once, after the last upload', async () => {
    moreToAdd = false
    add(2)
    await started()
    for (const upload of all) put(upload, 'ready')
    await started()
    expect(busy).toEqual([true, false])
  })

  it('waits for uploads that the network holds and for files that are still being added', async () => {
    add(1)
    await started()
    const [upload] = all
    if (upload === undefined) throw new Error('Nothing was added')
    upload.status = 'paused'
    Object.defineProperty(upload, 'activity', { value: 'held' })
    scheduler.transitioned(upload)
    await started()
    expect(busy).toEqual([true])
    scheduler.removed(upload)
    await started()
    expect(busy).toEqual([true])
    moreToAdd = false
    await started()
    expect(busy).toEqual([true, false])
  })

  it('starts nothing without a network', async () => {
    isOnline = false
    add(3)
    expect(await started()).toBe(0)
    isOnline = true
    expect(await started()).toBe(3)
  })
})
