import { afterEach, describe, expect, it, vi } from 'vitest'
import { messages } from '../../../component/locales/en.ts'
import { errorSentence } from '../../../component/text/error-sentence.ts'
import { mergeMessages } from '../../../component/text/merge-messages.ts'
import type { Messages, Strings } from '../../../component/text/messages.ts'
import { english } from '../english.ts'

const over = (...strings: object[]): Messages => mergeMessages(messages, strings, 'de-AT')
const typed = (strings: Strings) => over(strings)

afterEach(() => vi.unstubAllGlobals())

describe('words of the page', () => {
  it('replace those of the locale one by one, within groups too', () => {
    const merged = over(
      { status: { ready: 'Fertig' } },
      { status: { ready: 'Klar', failed: 'Misslyckades' } },
    )
    expect(merged.status).toMatchObject({ ready: 'Fertig', failed: 'Misslyckades', paused: 'Paused' })
    expect(merged.startAll).toBe('Upload')
  })

  it('that are functions get the locale last', () => {
    const merged = typed({
      timeLeft: (time, locale) => `${time} ${locale}`,
      retrying: (...details) => details.join('|'),
      errors: { 'file-too-large': ({ limit }, locale) => `${limit} ${locale}` },
    })
    expect(merged.timeLeft('5 s')).toBe('5 s de-AT')
    expect(merged.retrying('Why', null, 2, 5)).toBe('Why||2|5|de-AT')
    expect(errorSentence(merged, { code: 'file-too-large', limit: 7 })).toBe('7 de-AT')
  })

  it('count as missing where they have another type', () => {
    const merged = over({
      startAll: 5,
      timeLeft: 'left',
      status: 'none',
      dismiss: null,
      errors: { network: 4 },
    })
    expect(merged.startAll).toBe('Upload')
    expect(merged.timeLeft('5 s')).toBe('5 s left')
    expect(merged.status.ready).toBe('Done')
    expect(merged.dismiss).toBe('Dismiss')
    expect(errorSentence(merged, { code: 'network' })).toBe(errorSentence(english, { code: 'network' }))
  })

  it('that throw or return no text are reported, and the next ones stand for them', () => {
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const fault = new Error('no such plural')
    const fails = () => {
      throw fault
    }
    const merged = over(
      { added: fails, more: () => 5, errors: { rejected: fails } },
      { added: (count: number) => `${count} nya filer` },
    )
    expect(merged.added(2)).toBe('2 nya filer')
    expect(merged.more(2)).toBe('and 2 more')
    expect(errorSentence(merged, { code: 'rejected' })).toBe('The file was refused.')
    expect(reported.mock.calls).toEqual([[fault], [fault]])
  })
})

describe('sentences about failures', () => {
  it('may be a text or a function, whichever the locale has', () => {
    const merged = typed({
      errors: { 'file-too-large': 'Zu groß.', network: ({ code }) => `Keine Verbindung (${code}).` },
    })
    expect(errorSentence(merged, { code: 'file-too-large', limit: 5 })).toBe('Zu groß.')
    expect(errorSentence(merged, { code: 'network' })).toBe('Keine Verbindung (network).')
    expect(errorSentence(merged, { code: 'stalled' })).toBe('Keine Verbindung (stalled).')
  })

  it('may be given for codes that share one, and for codes of the page’s own API', () => {
    const merged = typed({ errors: { stalled: 'Still.', 'no-license': 'Nur mit Lizenz.' } })
    expect(errorSentence(merged, { code: 'stalled' })).toBe('Still.')
    expect(errorSentence(merged, { code: 'network' })).toBe(errorSentence(english, { code: 'network' }))
    expect(errorSentence(merged, { code: 'no-license' })).toBe('Nur mit Lizenz.')
  })
})
