import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** What a browser search needs to know of the computer it runs on; a plain object in tests. */
export interface Machine {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  /** Whether this process may install system packages. */
  isRoot: boolean
  /** `ID` of /etc/os-release (`debian`, `ubuntu`), `''` where there is none. */
  distribution: string
  exists(path: string): boolean
  /**
   * The one line a program answers to `--version`; `null` where it is missing or does not start.
   * `through` is a command that starts it, for programs that need more than this terminal.
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

// A file of the right name proves nothing: Ubuntu's `chromium-browser` is a script that asks for snap.
function askVersion(path: string, through: readonly string[] = []): string | null {
  const [command = path, ...args] = [...through, path, '--version']
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 15_000 })
  const line = stdout?.trim().split('\n').at(-1) ?? ''
  return status === 0 && /\d+\.\d+/.test(line) ? line : null
}

// On Windows browsers open a window instead of answering, so the file has to do.
function windowsVersion(path: string): string | null {
  return existsSync(path) ? path.slice(path.lastIndexOf('\\') + 1) : null
}

function distributionId(): string {
  if (!existsSync('/etc/os-release')) return ''
  return /^ID="?([\w.-]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? ''
}
