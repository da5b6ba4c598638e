import { describe, expect, it } from 'vitest'
import { assertUsable, type TicketClaims, Tickets } from '../../../server/upload/ticket.ts'

const claims: TicketClaims = {
  id: '8f14e45f',
  key: 'uploads/default/2026/01/8f14e45f.jpg',
  size: 1000,
  contentType: 'image/jpeg',
  sha256: null,
  route: 'default',
  subject: 'ann',
  fileName: 'Büro 😀.jpg',
  metadata: { album: '42' },
  grantedAt: 1_799_999_700,
  uploadUntil: 1_800_000_000,
  multipart: null,
}

const multipart = { uploadId: 'u-1', partSize: 500, partCount: 2, checksum: 'sha256' } as const

const one = 'first-secret-of-at-least-32-bytes!!'
const two = 'second-secret-of-at-least-32-bytes!'
const target = { bucket: 'acme-in', prefix: 'uploads/', topicArn: 'arn:aws:sns:eu-west-1:000000000000:t' }

/** Tickets of one mount, `/uploads` unless it says another. */
function book(secrets: string[], changes: Partial<typeof target> = {}, mount = '/uploads') {
  const routeTable = new Map([
    ['default', { target: { ...target, ...changes } }],
    ['avatar', { target }],
  ])
  const tickets = new Tickets({ secrets: async () => secrets, routeTable })
  return {
    issue: (issued: TicketClaims) => tickets.issue(issued, mount),
    read: (ticket: string) => tickets.read(ticket, mount),
  }
}

const invalid = { name: 'UploadError', code: 'ticket-invalid', message: 'This upload ticket is not valid.' }

/** The last character of 32 bytes carries four bits; with the two spare ones set it decodes to the same bytes. */
function respelled(ticket: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return ticket.slice(0, -1) + alphabet.charAt(alphabet.indexOf(ticket.slice(-1)) + 1)
}

describe('a ticket', () => {
  it('is read with the same secret, on any instance', async () => {
    const ticket = await book([one]).issue(claims)
    expect(await book([one]).read(ticket)).toEqual(claims)
    expect(ticket).toMatch(/^v2\.[\w-]{8}\.default\.[\w-]+\.[\w-]{43}$/)
  })

  it('is refused after any change to any character', async () => {
    const tickets = book([one])
    const ticket = await tickets.issue(claims)
    const swap = (char: string) => (char === 'A' ? 'B' : 'A')
    for (let at = 0; at < ticket.length; at += 1) {
      const forged = ticket.slice(0, at) + swap(ticket.charAt(at)) + ticket.slice(at + 1)
      await expect(tickets.read(forged), `character ${at}`).rejects.toMatchObject(invalid)
    }
  })

  it.each([
    ['', 'nothing'],
    ['v2', 'a version alone'],
    ['....', 'dots'],
    ['v2.a.default.b.c', 'short segments'],
    ['x'.repeat(1_000_000), 'a megabyte'],
    ['v2.__proto__.default.e30.AAAA', 'a prototype key id'],
    ['v2.a.constructor.e30.AAAA', 'a prototype route'],
    ['\ud800.💥', 'no ASCII'],
  ])('cannot be %j (%s)', async (forged) => {
    await expect(book([one]).read(forged)).rejects.toMatchObject(invalid)
  })

  it.each([
    ['another secret', (ticket: string) => book([two]).read(ticket)],
    ['another bucket', (ticket: string) => book([one], { bucket: 'acme-other' }).read(ticket)],
    ['another prefix', (ticket: string) => book([one], { prefix: 'films/' }).read(ticket)],
    ['another topic', (ticket: string) => book([one], { topicArn: `${target.topicArn}2` }).read(ticket)],
    ['another mount', (ticket: string) => book([one], {}, '/admin/uploads').read(ticket)],
    ['another route', (ticket: string) => book([one]).read(ticket.replace('.default.', '.avatar.'))],
    ['a segment more', (ticket: string) => book([one]).read(`${ticket}.x`)],
    ['its MAC cut', (ticket: string) => book([one]).read(ticket.slice(0, -1))],
    ['its MAC spelled another way', (ticket: string) => book([one]).read(respelled(ticket))],
    ['a later version', (ticket: string) => book([one]).read(ticket.replace('v2', 'v3'))],
    ['padding', (ticket: string) => book([one]).read(`${ticket}=`)],
  ])('is not valid with %s', async (_, read) => {
    await expect(read(await book([one]).issue(claims))).rejects.toMatchObject(invalid)
  })

  it('survives the rotation of secrets until its secret is dropped', async () => {
    const ticket = await book([one]).issue(claims)
    expect(await book([two, one]).read(ticket)).toEqual(claims)
    const newer = await book([two, one]).issue(claims)
    expect(await book([two]).read(newer)).toEqual(claims)
    await expect(book([two]).read(ticket)).rejects.toMatchObject(invalid)
  })

  it('names neither secret', async () => {
    expect(await book([one, two]).issue(claims)).not.toContain(btoa(one).slice(0, 8))
  })

  it('carries an upload in parts', async () => {
    const large: TicketClaims = { ...claims, multipart }
    expect(await book([one]).read(await book([one]).issue(large))).toEqual(large)
  })

  it.each([
    { subject: undefined },
    { multipart: undefined },
    { multipart: 'u-1' },
    { multipart: { ...multipart, uploadId: 7 } },
    { multipart: { ...multipart, partCount: '2' } },
    { multipart: { ...multipart, checksum: 'md5' } },
  ])('with claims of another shape is refused though the signature is valid: %j', async (changes) => {
    const ticket = await book([one]).issue({ ...claims, ...changes } as TicketClaims)
    await expect(book([one]).read(ticket)).rejects.toMatchObject(invalid)
  })
})

describe('a genuine ticket', () => {
  const use = (seconds: number, subject = 'ann') => ({
    subject,
    now: new Date((claims.uploadUntil + seconds) * 1000),
    secondsAfterUpload: 3600,
  })

  it('is usable until the last second of its window', () => {
    expect(() => assertUsable(claims, use(-60))).not.toThrow()
    expect(() => assertUsable(claims, use(3600))).not.toThrow()
    expect(() => assertUsable(claims, use(3601))).toThrow(expect.objectContaining({ code: 'ticket-expired' }))
  })

  it('is usable by its subject only', () => {
    expect(() => assertUsable(claims, use(0, 'bob'))).toThrow(expect.objectContaining({ code: 'forbidden' }))
    expect(() => assertUsable(claims, use(9999, 'bob'))).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    )
  })
})
