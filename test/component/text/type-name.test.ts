import { describe, expect, it } from 'vitest'
import { messages } from '../../../component/locales/en.ts'
import { typeName, typeNames } from '../../../component/text/type-name.ts'

const names = (accept: string, language = 'en') => typeNames(accept, messages.fileTypes, language)

describe('the name of a type', () => {
  it.each([
    ['image/jpeg', 'JPEG'],
    ['video/quicktime', 'MOV'],
    ['video/x-matroska', 'MKV'],
    ['audio/mpeg', 'MP3'],
    ['video/mpeg', 'MPEG'],
    ['image/svg+xml', 'SVG'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'XLSX'],
    ['application/vnd.ms-excel', 'XLS'],
    ['application/vnd.rar', 'RAR'],
    ['.csv', 'CSV'],
    ['image/*', 'any image'],
  ])('of %s is %s', (type, name) => expect(typeName(type, messages.fileTypes)).toBe(name))
})

describe('the names of a list', () => {
  it('are joined as the language joins them', () => {
    expect(names('image/jpeg, .png,application/pdf')).toBe('JPEG, PNG, or PDF')
    expect(names('image/*,application/pdf', 'de')).toBe('any image oder PDF')
  })

  it('are at most eight, and say that there are more', () => {
    expect(names('.a,.b,.c,.d,.e,.f,.g,.h')).toBe('A, B, C, D, E, F, G, or H')
    expect(names('.a,.b,.c,.d,.e,.f,.g,.h,.i')).toBe('A, B, C, D, E, F, G, H, …')
  })

  it('are none where all is taken', () => expect(names('image/png,*/*')).toBeUndefined())
})
