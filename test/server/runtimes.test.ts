/** A sample of `npm run test:runtimes`, without installations: the programs of `server/runtimes.md` on this Node. */
import { expect, it } from 'vitest'
import { onLocalAws } from '../runtimes/on-local-aws.ts'
import { thisNode } from '../runtimes/runtimes.ts'

it('runs the whole journey on this Node', async () => {
  const [result] = await onLocalAws([thisNode], '', () => {})
  expect(result?.steps.filter(({ fault }) => fault !== null)).toEqual([])
  expect(result?.steps).toHaveLength(10)
}, 60_000)
