import { randomBytes } from 'node:crypto'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workload } from './workload.ts'

const CHUNK = 16 * 1024 ** 2

/** Writes files of random bytes for a workload, once for all subjects; resolves with their paths. */
export async function makeFiles(folder: string, { count, size }: Workload): Promise<string[]> {
  const home = join(folder, `${count}x${size}`)
  await mkdir(home, { recursive: true })
  const paths = Array.from({ length: count }, (_, index) =>
    join(home, `${String(index).padStart(5, '0')}.bin`),
  )
  for (const path of paths) {
    if (size <= CHUNK) await writeFile(path, randomBytes(size))
    else await writeLarge(path, size)
  }
  return paths
}

async function writeLarge(path: string, size: number): Promise<void> {
  const chunk = randomBytes(CHUNK)
  const file = await open(path, 'w')
  try {
    for (let at = 0; at < size; at += CHUNK) await file.write(chunk, 0, Math.min(CHUNK, size - at))
  } finally {
    await file.close()
  }
}
