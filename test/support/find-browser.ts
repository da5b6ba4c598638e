import { posix, win32 } from 'node:path'
import type { Machine } from './machine.ts'

/** A browser that puppeteer can control. `chromium` is Chromium, Chrome or Edge. */
export type PuppeteerBrowser =
  | { kind: 'chromium'; path: string; version: string }
  | { kind: 'firefox'; path: string; version: string }

/** WebKitGTK's MiniBrowser, on Linux only: the closest to Safari without a Mac. */
export interface WebKitBrowser {
  kind: 'webkit'
  /** The program `MiniBrowser`. */
  path: string
  version: string
}

export type Browser = PuppeteerBrowser | WebKitBrowser
export type BrowserKind = Browser['kind']

const KINDS: readonly BrowserKind[] = ['chromium', 'firefox', 'webkit']

/** The default candidates: they run on every platform, without a screen. */
const USUAL_KINDS: readonly PuppeteerBrowser['kind'][] = ['chromium', 'firefox']

/** Further programs that must be on PATH: WebKit has no headless mode and no remote protocol of its own. */
export const WEBKIT_COMPANIONS: readonly string[] = ['WebKitWebDriver', 'Xvfb', 'xvfb-run']

const COMMANDS: Record<BrowserKind, readonly string[]> = {
  // Chrome before Chromium: on Ubuntu the latter is a snap, which starts slowly and sees another /tmp.
  chromium: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
    'msedge',
  ],
  firefox: ['firefox', 'firefox-esr'],
  webkit: ['MiniBrowser'],
}

const LINUX_PLACES: Record<BrowserKind, readonly string[]> = {
  chromium: ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'],
  firefox: ['/opt/firefox/firefox'],
  // Distributions install it beside the library's helper processes, in one folder per library version.
  webkit: ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].flatMap((library) =>
    ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib64', '/usr/lib'].map(
      (folder) => `${folder}/${library}/MiniBrowser`,
    ),
  ),
}

const MAC_APPS: Record<BrowserKind, readonly string[]> = {
  chromium: ['Google Chrome', 'Chromium', 'Microsoft Edge'],
  firefox: ['Firefox'],
  webkit: [],
}

const WINDOWS_PLACES: Record<BrowserKind, readonly string[]> = {
  chromium: [
    'Google\\Chrome\\Application\\chrome.exe',
    'Chromium\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe'],
  webkit: [],
}

/**
 * The first browser that starts: one named by CHROME_PATH, PUPPETEER_EXECUTABLE_PATH, FIREFOX_PATH or WEBKIT_PATH,
 * then the usual commands on PATH, then the usual places of the platform. Without `kind` Chromium's family comes
 * first, then Firefox; WebKit only on request.
 */
export function findBrowser(machine: Machine, kind?: PuppeteerBrowser['kind']): PuppeteerBrowser | null
export function findBrowser(machine: Machine, kind: BrowserKind): Browser | null
export function findBrowser(machine: Machine, kind?: BrowserKind): Browser | null {
  for (const wanted of kind === undefined ? USUAL_KINDS : [kind]) {
    for (const path of candidates(machine, wanted)) {
      const version = machine.exists(path) ? versionOf(machine, wanted, path) : null
      if (version !== null) return { kind: wanted, path, version }
    }
  }
  return null
}

/**
 * The browsers that the tests run in: all that `BROWSERS` names (`chromium,firefox,webkit`), else the first one found.
 *
 * @throws RangeError for an unknown name
 */
export function chooseBrowsers(machine: Machine): { found: Browser[]; missing: BrowserKind[] } {
  const wanted = new Set((machine.env.BROWSERS ?? '').split(',').flatMap(parseKind))
  if (wanted.size === 0) {
    const first = findBrowser(machine)
    return first === null ? { found: [], missing: ['chromium'] } : { found: [first], missing: [] }
  }

  const found: Browser[] = []
  const missing: BrowserKind[] = []
  for (const kind of wanted) {
    const browser = findBrowser(machine, kind)
    if (browser === null) missing.push(kind)
    else found.push(browser)
  }
  return { found, missing }
}

/** Paths from environment variables, by kind. */
export function namedPaths(env: Machine['env'], kind: BrowserKind): string[] {
  const { CHROME_PATH, FIREFOX_PATH, WEBKIT_PATH, PUPPETEER_EXECUTABLE_PATH: either } = env
  const isFirefox = /firefox/i.test(either ?? '')
  const paths = {
    chromium: [CHROME_PATH, isFirefox ? '' : either],
    firefox: [FIREFOX_PATH, isFirefox ? either : ''],
    webkit: [WEBKIT_PATH],
  }
  return paths[kind].filter((path) => path !== undefined).filter((path) => path !== '')
}

/** Whether a command of this name is on PATH. */
export function hasCommand(machine: Machine, name: string): boolean {
  return onPath(machine, [name]).some((path) => machine.exists(path))
}

function parseKind(text: string): BrowserKind[] {
  const name = text.trim().toLowerCase()
  if (name === '') return []
  const kind = KINDS.find((known) => known === name)
  if (kind === undefined)
    throw new RangeError(`BROWSERS names "${name}"; known are ${new Intl.ListFormat('en').format(KINDS)}.`)
  return [kind]
}

function versionOf(machine: Machine, kind: BrowserKind, path: string): string | null {
  if (kind !== 'webkit') return machine.versionOf(path)
  if (!WEBKIT_COMPANIONS.every((command) => hasCommand(machine, command))) return null
  // Without a screen it does not even print its version.
  return machine.versionOf(path, ['xvfb-run', '--auto-servernum'])
}

function candidates(machine: Machine, kind: BrowserKind): string[] {
  return [...namedPaths(machine.env, kind), ...onPath(machine, COMMANDS[kind]), ...usualPlaces(machine, kind)]
}

function onPath({ platform, env }: Machine, commands: readonly string[]): string[] {
  const { delimiter, join } = platform === 'win32' ? win32 : posix
  const suffix = platform === 'win32' ? '.exe' : ''
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  return commands.flatMap((command) => folders.map((folder) => join(folder, command + suffix)))
}

function usualPlaces({ platform, env }: Machine, kind: BrowserKind): string[] {
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(
      (root) => root !== undefined,
    )
    return WINDOWS_PLACES[kind].flatMap((place) => roots.map((root) => win32.join(root, place)))
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', posix.join(env.HOME ?? '/', 'Applications')]
    return MAC_APPS[kind].flatMap((app) =>
      roots.map((root) => `${root}/${app}.app/Contents/MacOS/${macProgram(app)}`),
    )
  }
  return [...LINUX_PLACES[kind]]
}

function macProgram(app: string): string {
  return app === 'Firefox' ? 'firefox' : app
}
