import { describe, expect, it } from 'vitest'
import {
  atRest,
  dueAt,
  EMPTY_QUEUE,
  GAP_MS,
  type News,
  type SpeechKind,
  type SpeechQueue,
  takeDue,
  withNews,
} from '../../../component/speech/speech-queue.ts'

/** What is said, and when: news at their times, on a simulated clock. */
function play(events: readonly { at: number; news?: News[]; rest?: true }[]): { at: number; text: string }[] {
  const heard: { at: number; text: string }[] = []
  let queue: SpeechQueue = EMPTY_QUEUE
  const speak = (at: number) => {
    const taken = takeDue(queue, at)
    queue = taken.queue
    if (taken.text !== '') heard.push({ at, text: taken.text })
  }
  const speakUntil = (end: number) => {
    for (let due = dueAt(queue); due !== null && due < end; due = dueAt(queue)) speak(due)
  }
  for (const { at, news = [], rest } of events) {
    speakUntil(at)
    queue = news.reduce(withNews, rest ? atRest(queue) : queue)
    speak(at)
  }
  speakUntil(Number.POSITIVE_INFINITY)
  return heard
}

const say = (kind: SpeechKind, sentence: string): News => ({ kind, sentence })
const file = (kind: SpeechKind, sentence: string): News => ({
  kind,
  sentence,
  files: { count: 1, together: (count) => `${count} files ${kind}.` },
})

describe('the speech queue', () => {
  it('says the first sentence at once and each other five seconds after the one before', () => {
    expect(
      play([
        { at: 0, news: [say('page', 'One.')] },
        { at: 1_000, news: [say('page', 'Two.')] },
        { at: 9_000, news: [say('page', 'Three.')] },
        { at: 60_000, news: [say('page', 'Four.')] },
      ]),
    ).toEqual([
      { at: 0, text: 'One.' },
      { at: 5_000, text: 'Two.' },
      { at: 10_000, text: 'Three.' },
      { at: 60_000, text: 'Four.' },
    ])
  })

  it('says the last sentence of each kind, in the order of their last change', () => {
    expect(
      play([
        { at: 0, news: [say('page', 'Start.')] },
        { at: 1_000, news: [say('progress', '25%.'), say('drag', 'Drop.'), say('moved', 'To 2.')] },
        { at: 2_000, news: [say('progress', '50%.'), say('drag', '')] },
      ]),
    ).toEqual([
      { at: 0, text: 'Start.' },
      { at: 5_000, text: 'To 2. 50%.' },
    ])
  })

  it('counts files that fare alike, so that no failure is lost', () => {
    const [, second] = play([
      { at: 0, news: [say('page', 'Start.')] },
      { at: 1_000, news: [file('failed', 'a failed.')] },
      { at: 1_500, news: [file('failed', 'b failed.'), say('progress', '50%.')] },
      { at: 2_000, news: [file('failed', 'c failed.')] },
    ])
    expect(second).toEqual({ at: 5_000, text: '50%. 3 files failed.' })
  })

  it('says the same sentence again', () => {
    expect(
      play([
        { at: 0, news: [say('page', 'Refused.')] },
        { at: 6_000, news: [say('page', 'Refused.')] },
      ]),
    ).toEqual([
      { at: 0, text: 'Refused.' },
      { at: 6_000, text: 'Refused.' },
    ])
  })

  it('gives failures longer and longer gaps until the uploads are at rest', () => {
    const failures = Array.from({ length: 100 }, (_, second) => ({
      at: second * 1_000,
      news: [file('failed', `${second} failed.`)],
    }))
    expect(play([...failures, { at: 99_500, rest: true }])).toEqual([
      { at: 0, text: '0 failed.' },
      { at: 4 * GAP_MS, text: '20 files failed.' },
      { at: 99_500, text: '79 files failed.' },
    ])
  })

  it('says what waits of other kinds meanwhile', () => {
    expect(
      play([
        { at: 0, news: [file('failed', 'a failed.')] },
        { at: 1_000, news: [file('failed', 'b failed.'), file('removed', 'c removed.')] },
      ]).map(({ text }) => text),
    ).toEqual(['a failed.', 'c removed.', 'b failed.'])
  })
})
