/** A project of its own in which the packed tarball of this package is installed, as users have it. */
import { execFile } from 'node:child_process'
import { access, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface PackedProject {
  readonly folder: string
  /** Inside the folder. */
  readonly tarball: string
  /**
   * Standard output and error of a command in the project.
   * @throws with both where it fails
   */
  execute(command: string, ...args: string[]): Promise<string>
  /** The same in a folder of the project. */
  executeIn(subfolder: string, command: string, ...args: string[]): Promise<string>
  remove(): Promise<void>
}

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
const TARBALL = './s3-uploader-element-0.1.0.tgz'

/**
 * Builds and packs the package and installs it beside the dependencies of `manifest`, which takes minutes.
 * `PACKED_PROJECT` names a folder that is kept, and used as it is the next time.
 *
 * @param manifest a package.json
 */
export async function packedProject(manifest: string): Promise<PackedProject> {
  const kept = process.env.PACKED_PROJECT
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'packed-')))
  await mkdir(folder, { recursive: true })
  if (!(await exists(join(folder, 'node_modules/s3-uploader-element')))) {
    await run('npm', ['run', 'build'], { cwd: root })
    await run('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], { cwd: root })
    await copyFile(manifest, join(folder, 'package.json'))
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', TARBALL], { cwd: folder })
  }
  return {
    folder,
    tarball: TARBALL,
    execute: (command, ...args) => execute(folder, command, args),
    executeIn: (subfolder, command, ...args) => execute(join(folder, subfolder), command, args),
    remove: async () => {
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function execute(cwd: string, command: string, args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(command, args, { cwd, maxBuffer: 2 ** 26 })
    return stdout + stderr
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error })
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
