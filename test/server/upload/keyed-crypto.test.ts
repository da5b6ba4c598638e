/** Both runtimes' implementations read what the other one wrote. */
import * as node from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { nodeMacKey, nodeSealKey, webMacKey, webSealKey } from '../../../server/upload/keyed-crypto.ts'

const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef')
const text = new TextEncoder().encode('Büro')
const context = new TextEncoder().encode('i-1')
const other = new TextEncoder().encode('i-2')

describe('the MACs of node:crypto and WebCrypto', () => {
  it('are the same, and each verifies both', async () => {
    const keys = [nodeMacKey(node, secret), await webMacKey(secret)]
    const macs = await Promise.all(keys.map((key) => key.sign(text)))
    expect(Buffer.from(macs[0] ?? [])).toEqual(Buffer.from(macs[1] ?? []))
    for (const key of keys) {
      const mac = new Uint8Array(macs[0] ?? [])
      expect(await key.verify(mac, text)).toBe(true)
      expect(await key.verify(mac, other)).toBe(false)
      expect(await key.verify(mac.slice(1), text)).toBe(false)
    }
  })
})

describe('what node:crypto and WebCrypto seal', () => {
  it('is opened by both, in its context only', async () => {
    const keys = [nodeSealKey(node, secret), await webSealKey(secret)]
    for (const key of keys) {
      const sealed = new Uint8Array(await key.seal(text, context))
      const changed = sealed.map((byte, index) => (index === 20 ? byte ^ 1 : byte))
      for (const opener of keys) {
        expect(Buffer.from((await opener.open(sealed, context)) ?? [])).toEqual(Buffer.from(text))
        expect(await opener.open(sealed, other)).toBeNull()
        expect(await opener.open(changed, context)).toBeNull()
        expect(await opener.open(sealed.slice(0, 10), context)).toBeNull()
      }
    }
  })
})
