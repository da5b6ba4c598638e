import { beforeEach, describe, expect, it } from 'vitest'
import { UploadGate } from '../../../../component/engine/queue/upload-gate.ts'
import type { Upload } from '../../../../component/engine/upload/upload.ts'

const MEBIBYTE = 1024 ** 2
const CONCURRENCY = 6

interface Standing {
  status: Upload['status']
  readonly upload: Upload
}

let moreToAdd: boolean
let bytesPerSecond: number | null
let nowMs: number
let all: Standing[]
let gate: UploadGate

beforeEach(() => {
  moreToAdd = true
  all = []
  bytesPerSecond = null
  nowMs = 1_000
  gate = new UploadGate({
    list: () => all.map(({ upload }) => upload),
    moreToAdd: () => moreToAdd,
    bytesPerSecond: () => bytesPerSecond,
    now: () => nowMs,
  })
})

function add(count: number, size = 1): void {
  for (let index = 0; index < count; index += 1) {
    const standing = {
      status: 'queued' as Upload['status'],
      upload: {
        file: { size },
        get status() {
          return standing.status
        },
      } as unknown as Upload,
    }
    all.push(standing)
    gate.append(standing.upload)
  }
}

/** Starts everybody who may, as the uploader does after every change; says how many those were. */
function admit(): number {
  for (let count = 0; ; count += 1) {
    const next = gate.next(CONCURRENCY)
    if (next === undefined) return count
    put(next, 'uploading')
  }
}

function put(upload: Upload, status: Upload['status']): void {
  const standing = all.find((other) => other.upload === upload)
  if (standing === undefined) throw new Error('Nobody knows it')
  standing.status = status
  gate.place(upload)
}

function store(count: number): void {
  for (const upload of [...gate.ahead].slice(0, count)) put(upload, 'completing')
}

describe('files that come in by and by', () => {
  it('start at once where there is nothing else to do', () => {
    add(1)
    expect(admit()).toBe(1)
    add(3)
    expect(admit()).toBe(3)
  })

  it('start a hundred at a time while there is enough to do, and the last however many they are', () => {
    add(100)
    expect(admit()).toBe(100)
    add(60)
    expect(admit()).toBe(0)
    add(60)
    expect(admit()).toBe(100)
    store(150)
    expect(admit()).toBe(0)
    moreToAdd = false
    expect(admit()).toBe(20)
  })

  it('do not wait for a hundred when the connections are about to idle', () => {
    add(130)
    expect(admit()).toBe(100)
    store(100 - 2 * CONCURRENCY)
    expect(admit()).toBe(0)
    store(1)
    expect(admit()).toBe(30)
  })
})

describe('two thousand files', () => {
  it('enter in twenty rounds, two hundred ahead at most', () => {
    moreToAdd = false
    add(2_000)
    const rounds: number[] = []
    let most = 0
    while (gate.busy) {
      const entered = admit()
      if (entered > 0) rounds.push(entered)
      most = Math.max(most, [...gate.ahead].length)
      for (const upload of [...gate.ahead].slice(0, 1)) put(upload, 'ready')
    }
    // The first has nobody ahead of it, so the second follows at once.
    expect(rounds.reduce((sum, entered) => sum + entered)).toBe(2_000)
    expect(rounds.every((entered) => entered % 100 === 0)).toBe(true)
    expect(most).toBeLessThanOrEqual(200)
  })
})

describe('large files', () => {
  it('enter until 64 MiB are ahead, but never fewer than keep the connections busy', () => {
    add(100, 4 * MEBIBYTE)
    expect(admit()).toBe(16)
    store(4)
    expect(admit()).toBe(0)
    // Eleven would not do for six connections.
    store(1)
    expect(admit()).toBe(5)
  })

  it('enter as far as S3 has shown to take them, before anybody knows more', () => {
    add(200, 4 * MEBIBYTE)
    expect(admit()).toBe(16)
    nowMs += 1_000
    // 8 MiB a second: 60 files in half a minute, and 14 are ahead already.
    store(2)
    expect(admit()).toBe(46)
    // When all are gone, the next ones may find the line slower.
    store(60)
    nowMs += 60_000
    moreToAdd = false
    const last = all.at(-1)?.upload
    if (last !== undefined) put(last, 'preparing')
    expect(admit()).toBe(15)
  })

  it('that were canceled say nothing about the line', () => {
    add(100, 4 * MEBIBYTE)
    admit()
    nowMs += 1
    for (const upload of [...gate.ahead]) put(upload, 'canceled')
    expect(admit()).toBe(16)
  })

  it('enter as far as half a minute reaches on a fast line', () => {
    bytesPerSecond = 4 * MEBIBYTE
    add(100, 4 * MEBIBYTE)
    expect(admit()).toBe(30)
  })

  it('enter no further than half a minute reaches on a slow line', () => {
    bytesPerSecond = MEBIBYTE / 2
    add(100, MEBIBYTE)
    expect(admit()).toBe(15)
  })

  it.each([
    [MEBIBYTE, 2 * CONCURRENCY],
    [20 * 1024, 200],
  ])('of %d bytes on a line that has all but stopped are %d ahead', (size, ahead) => {
    bytesPerSecond = 0
    moreToAdd = false
    add(500, size)
    expect(admit()).toBe(ahead)
  })

  it('enter two for each connection however large they are', () => {
    add(100, 4096 * MEBIBYTE)
    expect(admit()).toBe(2 * CONCURRENCY)
  })
})
