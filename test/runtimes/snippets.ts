/** The programs that `server/runtimes.md` shows, as files that a runtime can start. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const page = join(root, 'server/runtimes.md')

/** `light`: without the AWS SDK. */
export type Adapter = 'sdk' | 'light'

const ENTRIES: Readonly<Record<Adapter, string>> = { sdk: 'server/index.ts', light: 'server/light.ts' }

/** Writes a program of the page into a folder; the package's name becomes this working tree. */
export function writeSnippet(name: string, folder: string, adapter: Adapter): string {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)]
  const code = blocks.find(([, file]) => file === name)?.[2]
  if (code === undefined) throw new Error(`The page has no ${name}`)
  const path = join(folder, name)
  const local = code
    .replaceAll("'s3-uploader-element/server/lambda'", JSON.stringify(join(root, 'server/lambda.ts')))
    .replaceAll("'s3-uploader-element/server'", JSON.stringify(join(root, ENTRIES[adapter])))
  writeFileSync(path, local)
  return path
}
