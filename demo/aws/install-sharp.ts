/** sharp for Lambda's processor, which may differ from this machine's. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { machineOf } from './elf-machine.ts'

const root = new URL('../../', import.meta.url)

/** What sharp consists of, besides itself. */
const PARTS = /^node_modules\/(sharp|@img\/[\w-]+|detect-libc|semver|@emnapi\/runtime|tslib)$/
/** What a running function does not read. */
const UNUSED = /\.(md|bnf|d\.[cm]?ts|cc|h|gyp|map)$|\/(src|install|bin)\//

/**
 * Installs the versions of this project's lockfile into a temporary folder.
 *
 * @returns the files of the zip by path
 * @throws Error if npm fails or a native file is not for Linux on arm64
 */
export async function installSharp(): Promise<Record<string, Uint8Array>> {
  const folder = await mkdtemp(join(tmpdir(), 'sharp-arm64-'))
  try {
    await writeManifests(folder)
    const target = ['--os=linux', '--cpu=arm64', '--libc=glibc']
    await promisify(execFile)('npm', ['ci', ...target, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      shell: process.platform === 'win32',
    })
    const files = await filesIn(folder)
    checkMachine(files)
    return files
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A part of the lockfile: versions and checksums of what was tested. */
async function writeManifests(folder: string): Promise<void> {
  const { devDependencies } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
  const { packages, lockfileVersion } = JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8'))
  const manifest = { name: 'image-function', version: '0.0.0', private: true }
  const dependencies = { sharp: devDependencies.sharp }
  const parts = Object.entries<object>(packages).filter(([path]) => PARTS.test(path))
  // "dev" would leave out what is one of this project's development dependencies.
  const own = parts.map(([path, entry]) => [path, { ...entry, dev: undefined, devOptional: undefined }])
  const lock = { ...manifest, lockfileVersion, requires: true }
  const write = (name: string, value: object) => writeFile(join(folder, name), JSON.stringify(value))
  await write('package.json', { ...manifest, dependencies })
  await write('package-lock.json', {
    ...lock,
    packages: { '': { ...manifest, dependencies }, ...Object.fromEntries(own) },
  })
}

async function filesIn(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
  const files: Record<string, Uint8Array> = {}
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1).replaceAll('\\', '/')
    if (!entry.isFile() || name.includes('/.') || UNUSED.test(name)) continue
    files[name] = new Uint8Array(await readFile(path))
  }
  return files
}

/** @throws Error that names the files for another machine */
export function checkMachine(files: Readonly<Record<string, Uint8Array>>): void {
  const native = Object.entries(files).filter(([name]) => /\.node$|\.so(\.[\d.]+)?$/.test(name))
  const foreign = native.filter(
    ([name, bytes]) => machineOf(bytes) !== 'arm64' || /musl|darwin|win32/.test(name),
  )
  if (foreign.length > 0) {
    throw new Error(`Not for Linux on arm64: ${foreign.map(([name]) => name).join(', ')}`)
  }
  for (const kind of ['.node', '.so']) {
    if (!native.some(([name]) => name.includes(kind))) throw new Error(`sharp has no ${kind} file for arm64`)
  }
}
