import { describe, expect, it } from 'vitest'
import type { PresignResponse } from '../../../component/protocol.ts'
import type { UploadsOptions } from '../../../server/index.ts'
import { placeholder, presign, presignOne } from '../support/presigning.ts'
import { photo, uploadService } from '../support/upload-service.ts'

describe('the key', () => {
  it.each([
    [placeholder],
    ['$$.jpg'],
    ['../../etc/passwd'],
    ['a/b\\c.jpg'],
    ['😀🏳️‍🌈.jpg'],
    ['\u202egpj.exe'],
    ['nul\u0000\n.jpg'],
    [`${'x'.repeat(4096)}.jpg`],
    ['__proto__'],
    [''],
    ['\ud800.jpg'],
  ])('is made by the service for any file name: %j', async (name) => {
    const { key, fields, id } = await presignOne({ ...photo, name })
    expect(key).toMatch(/^uploads\/default\/\d{4}\/\d\d\/[0-9a-f-]{36}\.jpg$/)
    expect(key).toContain(id)
    expect(JSON.stringify({ ...fields, Policy: atob(fields.Policy ?? '') })).not.toContain('$')
  })

  it('differs for two files of the same name', async () => {
    const [one, two] = await presign([photo, photo])
    expect(one?.ok && two?.ok && one.key !== two.key && one.id !== two.id).toBe(true)
  })

  it('takes its date from the clock and its name from the random id', async () => {
    const { key } = await presignOne(photo, {
      clock: () => new Date('2031-02-03T00:00:00Z'),
      randomId: () => 'id-1',
      prefix: 'in/',
    })
    expect(key).toBe('in/default/2031/02/id-1.jpg')
  })

  it('may be named by the host, below the prefix', async () => {
    const { key } = await presignOne(photo, {
      key: ({ subject, id }) => `users/${subject}/${id}`,
      randomId: () => '7',
    })
    expect(key).toBe('uploads/users/ann/7')
  })

  it.each(['../up', 'a//b', '/a', 'a/', '', '.', 'a/./b', 'ä', placeholder, 'x'.repeat(600)])(
    'from the host’s hook is refused as %j, and the other file goes on',
    async (bad) => {
      const key: UploadsOptions['key'] = ({ fileName, id }) => (fileName === 'bad' ? bad : id)
      const service = uploadService({ key })
      const response = await service.post('/presign', { files: [{ ...photo, name: 'bad' }, photo] })
      const { uploads } = (await response.json()) as PresignResponse
      expect(uploads.map((upload) => (upload.ok ? 'ok' : upload.error.code))).toEqual(['rejected', 'ok'])
      expect(service.failures).toHaveLength(1)
    },
  )
})
