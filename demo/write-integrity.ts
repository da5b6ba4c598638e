/** `dist/integrity.json`: what pages that load the scripts from a CDN compare them with. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes the SHA-384 of each script of the standalone element, by file name, as `integrity` attributes have it. */
export async function writeIntegrity(dist: string): Promise<void> {
  const scripts = (await readdir(dist)).filter((name) => /^s3-uploader.*\.js$/.test(name)).sort()
  const hashes: Record<string, string> = {}
  for (const name of scripts) hashes[name] = integrityOf(await readFile(join(dist, name)))
  await writeFile(join(dist, 'integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`)
}

export function integrityOf(script: Uint8Array): string {
  return `sha384-${createHash('sha384').update(script).digest('base64')}`
}
