/**
 * `npm run sizes`: which modules the scripts of the standalone element consist of. A module weighs what its script
 * shrinks, with Brotli, when the module's code is cut out of it.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { bundleStandalone } from './bundle-standalone.ts'
import { scriptSizes } from './script-sizes.ts'

const folder = await mkdtemp(join(tmpdir(), 'sizes-'))
try {
  await bundleStandalone(folder, 'mapped')
  for (const { name, scripts, kilobytes } of await scriptSizes(folder)) {
    process.stdout.write(`${name}: ${kilobytes.toFixed(2)} kB in ${scripts.join(', ')}\n`)
  }
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort()
  for (const script of scripts) await printModules(script)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function printModules(script: string): Promise<void> {
  const code = await readFile(join(folder, script), 'utf8')
  const map = await readFile(join(folder, `${script}.map`), 'utf8').catch(() => null)
  const whole = brotliCompressSync(code).length
  process.stdout.write(`\n${script}: ${whole} bytes\n`)
  if (map === null) return
  const parts = partsOf(code, new SourceMap(JSON.parse(map)))
  const weights = [...new Set(parts.map(({ module }) => module))].map((module) => {
    const rest = parts.filter((part) => part.module !== module).map(({ text }) => text)
    return { module, bytes: whole - brotliCompressSync(rest.join('')).length }
  })
  for (const { module, bytes } of weights.sort((a, b) => b.bytes - a.bytes)) {
    process.stdout.write(`${String(bytes).padStart(7)}  ${module}\n`)
  }
}

interface Part {
  /** Path of the source. */
  readonly module: string
  readonly text: string
}

/** The script as it is, cut where the source changes. */
function partsOf(code: string, map: SourceMap): Part[] {
  const parts: { module: string; text: string }[] = []
  for (const [line, text] of code.split('\n').entries()) {
    for (let column = 0; column < text.length; column += 1) {
      const entry: Partial<ReturnType<typeof map.findEntry>> = map.findEntry(line, column)
      const source = 'originalSource' in entry ? entry.originalSource : undefined
      const module = source?.replace(/^.*?(?=component\/|node_modules\/)/, '') ?? '(bundler)'
      const last = parts.at(-1)
      if (last?.module === module) last.text += text[column]
      else parts.push({ module, text: text[column] ?? '' })
    }
  }
  return parts
}
