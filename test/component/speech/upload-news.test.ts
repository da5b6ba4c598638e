import { describe, expect, it } from 'vitest'
import { uploadTotals } from '../../../component/engine/queue/upload-totals.ts'
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import type { UploadSnapshot } from '../../../component/engine/upload/upload-snapshot.ts'
import { FOR_NETWORK, FOR_VISITOR } from '../../../component/engine/upload/waiting.ts'
import { uploadTally } from '../../../component/form/upload-tally.ts'
import { atRest, EMPTY_QUEUE, GAP_MS, takeDue, withNews } from '../../../component/speech/speech-queue.ts'
import { furthestQuarter, type Heard, isAtRest, uploadNews } from '../../../component/speech/upload-news.ts'
import { english } from '../english.ts'
import { snapshotOf } from '../snapshot-of.ts'

const words = { messages: english, language: 'en' }
type Part = Partial<UploadSnapshot>

function heardOf(parts: readonly Part[], more: Partial<Heard> = {}): Heard {
  return heard(
    parts.map((part, index) => snapshotOf({ id: String(index), ...part })),
    more,
  )
}

function heard(uploads: readonly UploadSnapshot[], more: Partial<Heard> = {}): Heard {
  const { moving, offline } = uploadTally(uploads)
  const totals = uploadTotals(uploads)
  const quarter = Math.floor((4 * totals.bytesSent) / Math.max(1, totals.size))
  return { uploads, removed: [], totals, quarter, moving, offline, dragging: false, ...more }
}

const said = (before: readonly Part[], after: readonly Part[], more: Partial<Heard> = {}): string =>
  uploadNews(heardOf(before), heardOf(after, more), words)
    .map(({ sentence }) => sentence)
    .join(' ')

const tooLarge = new UploadError('file-too-large', '', { limit: 5_000 })
const busy = new UploadError('storage-unavailable', '')
const moving: Part = { status: 'uploading' }

describe('what is said aloud', () => {
  it.each<[string, readonly Part[], readonly Part[], string]>([
    ['a file was added', [], [{}], 'a.png added.'],
    ['several were added', [], [{}, {}], '2 files added.'],
    ['a quarter was sent', [moving], [{ ...moving, bytesSent: 26 }], '25% uploaded.'],
    ['less was sent', [moving], [{ ...moving, bytesSent: 24 }], ''],
    [
      'less than before is known to be sent',
      [{ ...moving, bytesSent: 50 }],
      [{ ...moving, bytesSent: 10 }],
      '',
    ],
    ['one of two is done', [moving, moving], [{ status: 'ready' }, moving], ''],
    [
      'the last is done',
      [{ status: 'ready' }, moving],
      [{ status: 'ready' }, { status: 'ready' }],
      '2 of 2 files done.',
    ],
    [
      'one failed',
      [moving],
      [{ status: 'failed', error: tooLarge }],
      'a.png failed. The file is larger than 5 kB.',
    ],
    [
      'one failed before it was drawn',
      [],
      [{ status: 'failed', error: tooLarge }],
      'a.png added. a.png failed. The file is larger than 5 kB.',
    ],
    [
      'one failed again between two drawings',
      [{ status: 'failed', error: busy }],
      [{ status: 'failed', error: tooLarge }],
      'a.png failed. The file is larger than 5 kB.',
    ],
    [
      'one is still failed',
      [{ status: 'failed', error: busy }],
      [{ status: 'failed', error: busy, size: 7 }],
      '',
    ],
    [
      'two failed and one is done',
      [moving, moving, { status: 'ready' }],
      [{ status: 'failed', error: busy }, { status: 'failed', error: tooLarge }, { status: 'ready' }],
      '2 files failed. 1 of 3 files done, 2 files failed.',
    ],
    [
      'the page refused one in its own words',
      [moving, moving],
      [{ status: 'failed', error: new UploadError('rejected', 'No room.') }, moving],
      'a.png failed. No room.',
    ],
    [
      'nothing could be made of a stored one',
      [{ status: 'processing' }],
      [{ status: 'ready', processing: { state: 'failed', error: new UploadError('corrupt-image', '') } }],
      'a.png failed. The file was stored, but the image is damaged. 1 of 1 file done.',
    ],
    ['an attempt failed', [moving], [{ ...moving, failures: 1 }], 'a.png did not get through. Trying again.'],
    ['a second attempt failed', [{ ...moving, failures: 1 }], [{ ...moving, failures: 2 }], ''],
    ['the visitor tries again', [{ status: 'failed', error: busy }], [{}], 'Trying a.png again.'],
    [
      'it was paused',
      [moving, moving],
      [{ status: 'paused', waiting: FOR_VISITOR }, moving],
      'a.png paused.',
    ],
    [
      'all were paused',
      [moving, moving],
      [
        { status: 'paused', waiting: FOR_VISITOR },
        { status: 'paused', waiting: FOR_VISITOR },
      ],
      '2 files paused.',
    ],
    ['it was resumed', [{ status: 'paused', waiting: FOR_VISITOR }], [{}], 'a.png resumed.'],
    ['it was canceled', [moving, moving], [{ status: 'canceled' }, moving], 'a.png canceled.'],
    ['it was removed', [{}, { name: 'b.png' }], [{}], 'b.png removed.'],
    ['all were removed', [{}, {}], [], '2 files removed.'],
    [
      'the network went away',
      [moving],
      [{ ...moving, waiting: FOR_NETWORK }],
      'No connection. Continues by itself.',
    ],
    [
      'the network is back',
      [{ status: 'paused', waiting: FOR_NETWORK }],
      [moving],
      'The connection is back.',
    ],
    ['an empty file is sent', [{ size: 0 }], [{ size: 0, status: 'uploading' }], ''],
  ])('tells that %s', (_, before, after, sentence) => expect(said(before, after)).toBe(sentence))

  it('names the place of a row that was moved, in both directions', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, name: `${id}.png` }))
    if (a === undefined || b === undefined || c === undefined) throw new Error('Three names')
    expect(said([a, b, c], [c, a, b])).toBe('c.png moved to place 1 of 3.')
    expect(said([a, b, c], [b, c, a])).toBe('a.png moved to place 3 of 3.')
    expect(said([a, b, c], [b, a, c])).toBe('b.png moved to place 1 of 3.')
    expect(said([a, b, c], [a, b, c])).toBe('')
  })

  it('tells where Undo is, and what came back', () => {
    const a = snapshotOf({ id: 'a' })
    expect(said([a], [], { removed: [a] })).toBe('a.png removed. Undo is after the list.')
    const back = uploadNews(heardOf([], { removed: [a] }), heardOf([a]), words)
    expect(back.map(({ sentence }) => sentence)).toEqual(['a.png is back in the list.'])
  })

  it('tells that files are over the element, unless they have left again', () => {
    const [over, away] = [heardOf([], { dragging: true }), heardOf([])]
    expect(uploadNews(away, over, words)).toEqual([
      { kind: 'drag', sentence: 'Drop the files here to add them.' },
    ])
    expect(uploadNews(over, away, words)).toEqual([{ kind: 'drag', sentence: '' }])
  })

  it('tells no quarter twice where S3 refuses and gets the bytes again, and all of them of the next batch', () => {
    const texts: string[] = []
    let before = heardOf([])
    const hear = (...parts: readonly Part[]) => {
      const next = heardOf(parts)
      const after = { ...next, quarter: furthestQuarter(before, next.totals) }
      for (const { kind, sentence } of uploadNews(before, after, words))
        if (kind === 'progress') texts.push(sentence)
      before = after
    }
    for (const bytesSent of [26, 60, 0, 30, 51, 0, 80]) hear({ ...moving, bytesSent })
    hear({ status: 'ready', bytesSent: 100 })
    hear({ status: 'ready', bytesSent: 100 }, { ...moving, bytesSent: 0 })
    hear({ status: 'ready', bytesSent: 100 }, { ...moving, bytesSent: 55 })
    expect(texts).toEqual([
      '25% uploaded.',
      '50% uploaded.',
      '75% uploaded.',
      '1 of 1 file done.',
      '75% uploaded.',
    ])
  })

  it('leaves out marks that would reorder the sentence', () => {
    expect(said([], [{ name: 'photo\u202egnp.exe' }])).toBe('photognp.exe added.')
  })
})

describe('200 files', () => {
  const COUNT = 200
  const STEP_MS = 400
  const inState = (part: Part) =>
    Array.from({ length: COUNT }, (_, index) => snapshotOf({ id: String(index), ...part }))
  const states = {
    moving: inState(moving),
    failed: inState({ status: 'failed', error: busy }),
    ready: inState({ status: 'ready', bytesSent: 100 }),
  }

  /** They are sent in `seconds`, one after the other; every `failing`th fails. */
  function upload(seconds: number, failing: number): { at: number; text: string }[] {
    const texts: { at: number; text: string }[] = []
    const steps = (seconds * 1_000) / STEP_MS
    let [queue, before] = [EMPTY_QUEUE, heardOf([])]
    // As long again for what waits at the end.
    for (let step = 0; step <= 2 * steps + 20; step += 1) {
      const settled = Math.floor((COUNT * step) / steps)
      const stateOf = (index: number) =>
        index >= settled ? 'moving' : index % failing === 0 ? 'failed' : 'ready'
      const after = heard(states.moving.map((upload, index) => states[stateOf(index)][index] ?? upload))
      queue = uploadNews(before, after, words).reduce(withNews, isAtRest(after) ? atRest(queue) : queue)
      before = after
      const at = step * STEP_MS
      const taken = takeDue(queue, at)
      queue = taken.queue
      if (taken.text !== '') texts.push({ at, text: taken.text })
    }
    return texts
  }

  it.each([
    [98, 10],
    [98, 1_000],
    [1_000, 3],
    [3, 10],
  ])('sent in %d seconds are at most ten texts, five seconds apart', (seconds, failing) => {
    const texts = upload(seconds, failing)
    expect(texts.length).toBeLessThanOrEqual(10)
    expect(texts.length).toBeGreaterThanOrEqual(2)
    const gaps = texts.slice(1).map(({ at }, index) => at - (texts[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(GAP_MS)
    expect(texts[0]?.text).toMatch(/^200 files added\./)
    const failed = Math.ceil(COUNT / failing)
    expect(texts.at(-1)?.text).toContain(`${COUNT - failed} of 200 files done, ${failed} file`)
  })
})
