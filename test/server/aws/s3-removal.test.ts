import { describe, expect, it } from 'vitest'
import { S3Removal } from '../../../server/aws/s3-removal.ts'
import { StoreInEffect } from '../../../server/aws/store-in-effect.ts'

/** A store that refuses to delete several objects at once, or any, with this status; `calls` lists what it is asked. */
function removalOn(status: number, refusesAll = false) {
  const calls: string[] = []
  const refusal = Object.assign(new Error('refused'), { $metadata: { httpStatusCode: status } })
  const s3 = {
    hostNames: async () => ['swift.example.com'],
    removeAll: async () => {
      calls.push('several')
      throw refusal
    },
    remove: async ({ key }: { key: string }) => {
      calls.push(key)
      if (refusesAll) throw refusal
    },
  }
  const removal = new S3Removal(s3, new StoreInEffect(s3, {}))
  const remove = (...keys: string[]) => removal.removeAll('acme-in', keys, AbortSignal.timeout(5_000))
  return { calls, remove }
}

describe('deleting several objects', () => {
  it.each([400, 501])('goes one by one after a %i, and asks such a store only once', async (status) => {
    const { calls, remove } = removalOn(status)
    await remove('a', 'b')
    await remove('c')
    expect(calls).toEqual(['several', 'a', 'b', 'c'])
  })

  it('asks again where a 400 was about more than the list, as for an expired token', async () => {
    const { calls, remove } = removalOn(400, true)
    await expect(remove('a')).rejects.toThrow('Pending uploads could not be deleted')
    await expect(remove('b')).rejects.toThrow()
    expect(calls).toEqual(['several', 'a', 'several', 'b'])
  })

  it.each([403, 503])('fails with a %i', async (status) => {
    const { calls, remove } = removalOn(status)
    await expect(remove('a')).rejects.toThrow('Pending uploads could not be deleted')
    expect(calls).toEqual(['several'])
  })
})
