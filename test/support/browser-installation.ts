import { type BrowserKind, hasCommand, type PuppeteerBrowser, WEBKIT_COMPANIONS } from './find-browser.ts'
import type { Machine } from './machine.ts'

/** How to install a browser on this machine: commands to run, one command for the user, or not at all. */
export type BrowserInstallation =
  | { kind: 'run'; commands: readonly (readonly string[])[] }
  | { kind: 'tell'; command: string }
  | { kind: 'none'; reason: string }

type PuppeteerKind = PuppeteerBrowser['kind']

// MiniBrowser comes with the library that the driver depends on; `xvfb-run` fails without xauth.
const DEBIAN_PACKAGES: Record<BrowserKind, string> = {
  chromium: 'chromium',
  firefox: 'firefox-esr',
  webkit: 'webkit2gtk-driver xvfb xauth',
}

const OTHER_LINUX: Record<string, (kind: PuppeteerKind) => string> = {
  dnf: (kind) => `dnf install -y ${kind}`,
  pacman: (kind) => `pacman -S --noconfirm ${kind}`,
  zypper: (kind) => `zypper install -y ${kind === 'firefox' ? 'MozillaFirefox' : kind}`,
  apk: (kind) => `apk add ${kind} font-liberation`,
}

/** Installs system packages only if the process is already root and the archive has a real browser. */
export function browserInstallation(machine: Machine, kind: BrowserKind): BrowserInstallation {
  if (kind === 'webkit') return webkitInstallation(machine)

  const { platform, distribution } = machine
  if (platform === 'darwin') return tell(`brew install --cask ${kind === 'firefox' ? kind : 'google-chrome'}`)
  if (platform === 'win32')
    return tell(`winget install ${kind === 'firefox' ? 'Mozilla.Firefox' : 'Google.Chrome'}`)

  if (distribution === 'ubuntu') return tell(ubuntuCommand(kind, sudo(machine)))
  if (hasCommand(machine, 'apt-get')) return aptInstallation(machine, kind)
  for (const [manager, command] of Object.entries(OTHER_LINUX)) {
    if (hasCommand(machine, manager)) return tell(sudo(machine) + command(kind))
  }
  return tell(`export ${kind === 'firefox' ? 'FIREFOX_PATH' : 'CHROME_PATH'}=/path/to/${kind}`)
}

// Safari is not supported: it allows one automated window per user, on a screen, after a manual confirmation.
function webkitInstallation(machine: Machine): BrowserInstallation {
  if (machine.platform !== 'linux')
    return { kind: 'none', reason: 'WebKit is tested as WebKitGTK, which runs on Linux only.' }
  // Ubuntu's WebKit packages are real ones, unlike its Chromium.
  if (hasCommand(machine, 'apt-get')) return aptInstallation(machine, 'webkit')
  const commands = new Intl.ListFormat('en').format(WEBKIT_COMPANIONS)
  return {
    kind: 'none',
    reason: `WebKit needs ${commands} on PATH, and MiniBrowser there or in WEBKIT_PATH.`,
  }
}

function aptInstallation(machine: Machine, kind: BrowserKind): BrowserInstallation {
  // With fonts: without any, Chromium draws no text and measurements are wrong.
  const install = `apt-get install -y --no-install-recommends ${DEBIAN_PACKAGES[kind]} fonts-liberation`
  if (!machine.isRoot) return tell(`sudo apt-get update && sudo ${install}`)
  return { kind: 'run', commands: [['apt-get', 'update'], install.split(' ')] }
}

function sudo({ isRoot }: Machine): string {
  return isRoot ? '' : 'sudo '
}

// Ubuntu's packages of these names only refer to snap: apt-get succeeds without a browser. Chrome's own package
// works everywhere, but downloading a program from its vendor as root is the user's decision.
function ubuntuCommand(kind: PuppeteerKind, sudo: string): string {
  if (kind === 'firefox') return `${sudo}snap install firefox`
  const address = 'https://dl.google.com/linux/direct/google-chrome-stable_current_amd64.deb'
  return `curl -fsSLo /tmp/chrome.deb ${address} && ${sudo}apt-get install -y /tmp/chrome.deb`
}

function tell(command: string): BrowserInstallation {
  return { kind: 'tell', command }
}
