/** Both runtimes' implementations read what the other one wrote. */
import * as node from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { nodeMacKey, nodeSealKey, webMacKey, webSealKey } from '../../../server/upload/keyed-crypto.ts'

const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef')
const text = 'Büro'
const context = 'i-1'
const other = 'i-2'

describe('the MACs of node:crypto and WebCrypto', () => {
  it('are the same, and each verifies both', async () => {
    const keys = [nodeMacKey(node, secret), await webMacKey(secret)]
    const [mac = '', second] = await Promise.all(keys.map((key) => key.sign(text)))
    expect(mac).toBe(second)
    expect(mac).toMatch(/^[\w-]{43}$/)
    for (const key of keys) {
      expect(await key.verify(mac, text)).toBe(true)
      expect(await key.verify(mac, other)).toBe(false)
      expect(await key.verify(mac.slice(1), text)).toBe(false)
    }
  })

  it('have one form: the spare bits of the last letter are not free', async () => {
    const keys = [nodeMacKey(node, secret), await webMacKey(secret)]
    const mac = (await keys[0]?.sign(text)) ?? ''
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const next = letters[letters.indexOf(mac.at(-1) ?? '') + 1] ?? ''
    const sameBytes = mac.slice(0, -1) + next
    expect(Buffer.from(sameBytes, 'base64url')).toEqual(Buffer.from(mac, 'base64url'))
    for (const key of keys) expect(await key.verify(sameBytes, text)).toBe(false)
  })
})

describe('what node:crypto and WebCrypto seal', () => {
  it('is opened by both, in its context only', async () => {
    const keys = [nodeSealKey(node, secret), await webSealKey(secret)]
    for (const key of keys) {
      const sealed = await key.seal(text, context)
      const bytes = Buffer.from(sealed, 'base64url')
      const changed = bytes.map((byte, index) => (index === 20 ? byte ^ 1 : byte))
      for (const opener of keys) {
        expect(await opener.open(sealed, context)).toBe(text)
        expect(await opener.open(sealed, other)).toBeNull()
        expect(await opener.open(Buffer.from(changed).toString('base64url'), context)).toBeNull()
        expect(await opener.open(bytes.subarray(0, 10).toString('base64url'), context)).toBeNull()
      }
    }
  })
})
