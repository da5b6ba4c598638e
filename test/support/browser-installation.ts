import { type BrowserKind, hasCommand } from './find-browser.ts'
import type { Machine } from './machine.ts'

/** How this machine gets a browser: by commands we may run, or by one command for a person to run. */
export type BrowserInstallation =
  | { kind: 'run'; commands: readonly (readonly string[])[] }
  | { kind: 'tell'; command: string }

const DEBIAN_PACKAGE: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' }

const OTHER_LINUX: Record<string, (kind: BrowserKind) => string> = {
  dnf: (kind) => `dnf install -y ${kind}`,
  pacman: (kind) => `pacman -S --noconfirm ${kind}`,
  zypper: (kind) => `zypper install -y ${kind === 'firefox' ? 'MozillaFirefox' : kind}`,
  apk: (kind) => `apk add ${kind} font-liberation`,
}

/** System packages are only ever installed where the process is root already and the archive has a real browser. */
export function browserInstallation(machine: Machine, kind: BrowserKind): BrowserInstallation {
  const { platform, distribution, isRoot } = machine
  if (platform === 'darwin') return tell(`brew install --cask ${kind === 'firefox' ? kind : 'google-chrome'}`)
  if (platform === 'win32')
    return tell(`winget install ${kind === 'firefox' ? 'Mozilla.Firefox' : 'Google.Chrome'}`)

  const sudo = isRoot ? '' : 'sudo '
  if (distribution === 'ubuntu') return tell(ubuntuCommand(kind, sudo))
  if (hasCommand(machine, 'apt-get')) {
    // Fonts come along, because without any Chromium draws no text and measurements go wrong.
    const install = `apt-get install -y --no-install-recommends ${DEBIAN_PACKAGE[kind]} fonts-liberation`
    if (!isRoot) return tell(`sudo apt-get update && sudo ${install}`)
    return { kind: 'run', commands: [['apt-get', 'update'], install.split(' ')] }
  }
  for (const [manager, command] of Object.entries(OTHER_LINUX)) {
    if (hasCommand(machine, manager)) return tell(sudo + command(kind))
  }
  return tell(`export ${kind === 'firefox' ? 'FIREFOX_PATH' : 'CHROME_PATH'}=/path/to/${kind}`)
}

// Ubuntu's packages of these names only ask for snap: apt-get succeeds and leaves no browser. Chrome's own package
// works everywhere, but fetching a program from its vendor as root is a person's decision.
function ubuntuCommand(kind: BrowserKind, sudo: string): string {
  if (kind === 'firefox') return `${sudo}snap install firefox`
  const address = 'https://dl.google.com/linux/direct/google-chrome-stable_current_amd64.deb'
  return `curl -fsSLo /tmp/chrome.deb ${address} && ${sudo}apt-get install -y /tmp/chrome.deb`
}

function tell(command: string): BrowserInstallation {
  return { kind: 'tell', command }
}
