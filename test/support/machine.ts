import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** The properties of a computer that the browser search needs; a plain object in tests. */
export interface Machine {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  /** Whether this process may install system packages. */
  isRoot: boolean
  /** `ID` of /etc/os-release (`debian`, `ubuntu`), `''` without one. */
  distribution: string
  exists(path: string): boolean
  /**
   * The program's output for `--version`, in one line; `null` if it is missing or does not start.
   * `through` is a command that starts it, for programs that need a screen.
   */
  versionOf(path: string, through?: readonly string[]): string | null
}

export function thisMachine(env: Machine['env'] = process.env): Machine {
  const { platform } = process
  return {
    platform,
    env,
    isRoot: process.getuid?.() === 0,
    distribution: distributionId(),
    exists: existsSync,
    versionOf: (path, through) => (platform === 'win32' ? windowsVersion(path) : askVersion(path, through)),
  }
}

// A file of this name is no proof: Ubuntu's `chromium-browser` is a script that refers to snap.
function askVersion(path: string, through: readonly string[] = []): string | null {
  const [command = path, ...args] = [...through, path, '--version']
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 15_000 })
  const line = stdout?.trim().split('\n').at(-1) ?? ''
  return status === 0 && /\d+\.\d+/.test(line) ? line : null
}

// On Windows browsers open a window instead of printing a version, so the file must be enough.
function windowsVersion(path: string): string | null {
  return existsSync(path) ? path.slice(path.lastIndexOf('\\') + 1) : null
}

function distributionId(): string {
  if (!existsSync('/etc/os-release')) return ''
  return /^ID="?([\w.-]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? ''
}
