import { expect, it } from 'vitest'
import { formBody } from '../../demo/command/send/form-body.ts'

it('is the form that a browser sends, in one piece before the file and one after it', async () => {
  const form = new FormData()
  form.append('key', 'uploads/1')
  form.append('a "quoted"\nname', 'two\nlines')
  form.append('file', new File(['content'], 'a "b".txt', { type: 'text/plain' }))
  form.append('last', '1')
  const { contentType, blob } = formBody(form)
  const fields = await new Response(blob, { headers: { 'content-type': contentType } }).formData()
  expect(fields.get('key')).toBe('uploads/1')
  expect(fields.get('last')).toBe('1')
  const text = await blob.text()
  expect(text).toContain('name="a %22quoted%22%0D%0Aname"\r\n\r\ntwo\r\nlines\r\n--')
  expect(text).toContain('filename="a %22b%22.txt"\r\ncontent-type: text/plain\r\n\r\ncontent\r\n--')
  expect(text).toMatch(/--\r\n$/)
  let pieces = 0
  for await (const _ of blob.stream()) pieces += 1
  expect(pieces).toBe(3)
})
