/** What pages that load the scripts from a CDN compare them with. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** SHA-384 by file name, as `integrity` attributes have it. */
export type ScriptHashes = Readonly<Record<string, string>>

/**
 * Writes the hashes of the standalone element's scripts as `integrity.json`, and as the tags of a page, `cdn.html`.
 *
 * @param base the address of `dist` at a CDN, with a final slash
 */
export async function writeIntegrity(dist: string, base: string): Promise<void> {
  const scripts = (await readdir(dist)).filter((name) => /^s3-uploader.*\.js$/.test(name)).sort()
  const hashes: Record<string, string> = {}
  for (const name of scripts) hashes[name] = integrityOf(await readFile(join(dist, name)))
  await writeFile(join(dist, 'integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`)
  await writeFile(join(dist, 'cdn.html'), cdnTags(base, hashes))
}

/** The first script has an attribute, for browsers that do not know `integrity` in import maps; the map is for all others. */
export function cdnTags(base: string, hashes: ScriptHashes): string {
  // Workers are not imported; from another origin they cannot be loaded at all.
  const imported = Object.entries(hashes).filter(([name]) => !name.endsWith('-worker.js'))
  const integrity = Object.fromEntries(imported.map(([name, hash]) => [`${base}${name}`, hash]))
  const first = 's3-uploader.js'
  return `<script type="importmap">
${JSON.stringify({ integrity }, null, 1)}
</script>
<script type="module" src="${base}${first}" integrity="${hashes[first]}"></script>
`
}

export function integrityOf(script: Uint8Array): string {
  return `sha384-${createHash('sha384').update(script).digest('base64')}`
}
