import { expect, fixture, html } from '@open-wc/testing'
import { detail } from '../../../component/list/upload-row.ts'
import { messages as ar } from '../../../component/locales/ar.ts'
import { messages as he } from '../../../component/locales/he.ts'
import { formatNumber } from '../../../component/text/format-number.ts'
import type { LocaleWords } from '../../../component/text/messages.ts'
import { english } from '../english.ts'
import { snapshotOf } from '../snapshot-of.ts'
import type { UploaderHarness } from '../uploader-harness.ts'
import { uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

/** Where words of a sentence are drawn, and the line that holds it. */
function placed({ element }: UploaderHarness, selector: string, ...words: string[]) {
  const line = element.shadowRoot?.querySelector(selector)
  if (line == null) throw new Error(`Nothing matches ${selector}`)
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  const boxes = new Map<string, DOMRect>()
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    for (const word of words) {
      const start = text.textContent?.indexOf(word) ?? -1
      if (start === -1) continue
      const range = document.createRange()
      range.setStart(text, start)
      range.setEnd(text, start + word.length)
      boxes.set(word, range.getBoundingClientRect())
    }
  }
  const [first, last] = words.map((word) => boxes.get(word))
  if (first === undefined || last === undefined) throw new Error(`Not in ${line.textContent}: ${words}`)
  return { first, last, line: line.getBoundingClientRect() }
}

describe('a page that runs from right to left', () => {
  beforeEach(() => {
    document.documentElement.dir = 'rtl'
  })
  afterEach(() => {
    document.documentElement.removeAttribute('dir')
  })

  it('shows English sentences from left to right, at its own edge', async () => {
    const uploader = await uploaderOn('works', {
      manual: true,
      strings: { upToSize: (size) => `${size} at most` },
    })
    await uploader.pick(
      new File([new Uint8Array(18_000)], 'a.png', { type: 'image/png' }),
      new File([], 'empty.png', { type: 'image/png' }),
    )
    await waitUntil(() => uploader.rows.length === 1 && uploader.summary.includes('done'))
    for (const [selector, ...words] of [
      ['.hint', '21', 'most'],
      ['.meta', '18', 'started'],
      ['.summary > span', '0', 'done'],
      ['.rejections strong', '1', 'uploaded'],
      ['.rejections li', 'The file', '.'],
    ] as const) {
      const { first, last, line } = placed(uploader, selector, ...words)
      expect(first.right, selector).to.be.at.most(last.left + 0.5)
      expect(last.right, selector).to.be.closeTo(line.right, 1)
    }
  })

  it('shows sentences of its own language from right to left', async () => {
    const uploader = await uploaderOn('works', {
      manual: true,
      strings: { summary: (done, total) => `הועלו ${done} מתוך ${total} קבצים` },
    })
    await uploader.pick(new File(['x'], 'a.png', { type: 'image/png' }))
    await waitUntil(() => uploader.rows.length === 1)
    const { first, last, line } = placed(uploader, '.summary > span', 'הועלו', 'קבצים')
    expect(first.left).to.be.at.least(last.right - 0.5)
    expect(first.right).to.be.closeTo(line.right, 1)
  })

  it('cuts off the end of a long name, and shows a short one at its own edge', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    const long = `beginning ${'and more of it '.repeat(15)}end.png`
    await uploader.pick(
      new File(['x'], long, { type: 'image/png' }),
      new File(['x'], 'a.png', { type: 'image/png' }),
    )
    await waitUntil(() => uploader.rows.length === 2)
    const [cut, whole] = ['.row:first-child .name', '.row:last-child .name'] as const
    const { first, line } = placed(uploader, cut, 'beginning', 'end')
    expect(first.left).to.be.at.least(line.left - 0.5)
    expect(first.right).to.be.at.most(line.right)
    const short = placed(uploader, whole, 'a', 'png')
    expect(short.last.right).to.be.closeTo(short.line.right, 1)
  })
})

describe('the width and height of an image', () => {
  const size = { width: 1600, height: 1200 }
  const image = { ...size, format: 'jpeg', orientation: 1, hasAlpha: false, frames: 1, capturedAt: null }
  const ready = snapshotOf({ status: 'ready', image })
  const inRow = (language: string) =>
    detail(ready, {
      messages: english,
      language,
      disabled: false,
      reorder: false,
      nameOf: String,
      act: () => {},
    })
  const refused = (words: LocaleWords, locale: string) => {
    const message = words.errors['image-dimensions']
    return typeof message === 'string'
      ? message
      : message({ code: 'image-dimensions', rule: 'minWidth', limit: 2000, size }, locale)
  }
  for (const [what, locale, sentence] of [
    ['of a row in Arabic', 'ar', inRow('ar')],
    ['of a row with Arabic digits', 'ar-EG', inRow('ar-EG')],
    ['of a row in Hebrew', 'he', inRow('he')],
    ['of a row in English', 'en', inRow('en')],
    ['of a refusal in Arabic', 'ar', refused(ar, 'ar')],
    ['of a refusal with Arabic digits', 'ar-EG', refused(ar, 'ar-EG')],
    ['of a refusal in Hebrew', 'he', refused(he, 'he')],
  ] as const) {
    it(`come in this order: ${what}`, async () => {
      const line = await fixture<HTMLElement>(html`<p dir="rtl" style="inline-size: 60em"></p>`)
      line.textContent = sentence
      const text = line.firstChild
      if (text === null) throw new Error('No text')
      const lefts = [1600, 1200].map((number) => {
        const shown = formatNumber(number, locale)
        const start = sentence.indexOf(shown)
        const range = document.createRange()
        range.setStart(text, start)
        range.setEnd(text, start + shown.length)
        return range.getBoundingClientRect().left
      })
      expect(lefts[0]).to.be.lessThan(lefts[1] ?? 0)
    })
  }
})
