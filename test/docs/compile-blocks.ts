/** One run of the compiler over code of the pages, against the sources. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type CodeBlock, moduleScripts, root } from './shipped-pages.ts'

const EXTENSION: Readonly<Record<string, string>> = { ts: 'ts', js: 'ts', html: 'ts', tsx: 'tsx', jsx: 'tsx' }

export function isCompiled({ language, notCompiled }: CodeBlock): boolean {
  return language in EXTENSION && notCompiled === null
}

/** What the compiler says of `blocks`, each fault with its page and line. */
export async function compileBlocks(blocks: readonly CodeBlock[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'docs-'))
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const byFile = new Map(
      blocks.map((block, index) => [`block-${index}.${EXTENSION[block.language]}`, block]),
    )
    for (const [file, { language, code }] of byFile) {
      await writeFile(join(folder, file), language === 'html' ? moduleScripts(code) : code)
    }
    await writeFile(join(folder, 'swedish.ts'), 'export const messages = {}\n')
    const globals = join(root, 'test/docs/given/globals.d.ts')
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify(await configOf([...byFile.keys(), globals])),
    )
    const output = await runCompiler(folder)
    return [...output.matchAll(/^(block-\d+\.tsx?)\((\d+),\d+\): (.*(?:\n .*)*)/gm)].map(
      ([, file = '', line, message]) => {
        const block = byFile.get(file)
        return `${block?.page}:${(block?.line ?? 0) + Number(line) - 1}: ${message}`
      },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function configOf(files: readonly string[]): Promise<object> {
  const { exports }: { exports: Record<string, string | { types?: string }> } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  )
  const paths = Object.entries(exports).flatMap(([name, target]) => {
    if (typeof target === 'string' || target.types === undefined) return []
    return [[name.replace(/^\./, 's3-uploader-element'), [join(root, sourceOf(target.types))]]]
  })
  return {
    compilerOptions: {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'bundler',
      moduleDetection: 'force',
      lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      types: ['node', 'react'],
      jsx: 'react-jsx',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      experimentalDecorators: true,
      useDefineForClassFields: false,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
      paths: Object.fromEntries(paths),
    },
    files,
  }
}

/** Types of frameworks are written as declarations. */
function sourceOf(types: string): string {
  const path = types.replace('./dist/', '')
  return /frameworks\/(?!react\.)/.test(path) ? path : path.replace(/\.d\.ts$/, '.ts')
}

/** Faults are on standard output, and the exit code is not 0 then. */
function runCompiler(folder: string): Promise<string> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tsc, '-p', folder, '--pretty', 'false'],
      { cwd: folder },
      (error, stdout, stderr) => {
        // A fault of the configuration has no file.
        if (/^error TS/m.test(stdout) || (error !== null && stdout === ''))
          reject(new Error(`${stdout}${stderr}`))
        else resolve(stdout)
      },
    )
  })
}
