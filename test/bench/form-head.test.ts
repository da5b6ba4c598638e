import { describe, expect, it } from 'vitest'
import { type FormHead, FormHeadReader } from './sink/form-head.ts'

/** A form as the platform writes it. */
async function formOf(fields: Readonly<Record<string, string>>, file: Uint8Array<ArrayBuffer>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([file]), 'holiday "photo".bin')
  const response = new Response(form)
  const body = Buffer.from(await response.arrayBuffer())
  return { type: response.headers.get('content-type') ?? '', body }
}

function readIn(chunkSize: number, { type, body }: { type: string; body: Buffer }): FormHead | undefined {
  const reader = new FormHeadReader(type, body.length)
  for (let at = 0; at < body.length; at += chunkSize) {
    const head = reader.push(body.subarray(at, at + chunkSize))
    if (head !== undefined) return head
  }
  return undefined
}

describe('the head of a form', () => {
  it.each([
    ['an empty file', 0],
    ['one byte', 1],
    ['a mebibyte', 1024 ** 2],
  ])('tells the key and the size of %s', async (_, size) => {
    const form = await formOf({ key: 'uploads/1', policy: 'p'.repeat(900) }, new Uint8Array(size))
    expect(readIn(form.body.length, form)).toEqual({ key: 'uploads/1', fileSize: size })
  })

  it('is found in chunks of any size', async () => {
    const form = await formOf({ key: 'uploads/1' }, new TextEncoder().encode('\r\n--boundary--\r\n'))
    for (const chunkSize of [1, 7, 64]) {
      expect(readIn(chunkSize, form)).toEqual({ key: 'uploads/1', fileSize: 16 })
    }
  })

  it('ignores a key after the file', async () => {
    const { type, body } = await formOf({}, new TextEncoder().encode('name="key"\r\n\r\nstolen\r\n'))
    expect(() => readIn(body.length, { type, body })).toThrow('no key')
  })

  it('rejects a body without a file', () => {
    const reader = new FormHeadReader('multipart/form-data; boundary=x', 1e9)
    expect(() => reader.push(Buffer.alloc(70_000, 0x61))).toThrow('no file')
  })
})
