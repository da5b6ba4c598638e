/** Whether the API keeps anything of what it signs. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ITEMS } from './subject.ts'

const FILES = 100_000
const WARM_UP = 10_000

export interface MemoryUse {
  /** MB of heap in use after a full collection. */
  before: number
  after: number
}

/** @param presign a batch */
export async function memoryOver(presign: () => Promise<unknown>): Promise<MemoryUse> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const heap = () => {
    collect()
    return process.memoryUsage().heapUsed / 1_000_000
  }
  for (let file = 0; file < WARM_UP; file += ITEMS) await presign()
  const before = heap()
  for (let file = 0; file < FILES; file += ITEMS) await presign()
  return { before, after: heap() }
}
