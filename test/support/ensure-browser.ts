import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { browserInstallation } from './browser-installation.ts'
import { type Browser, type BrowserKind, chooseBrowsers, findBrowser, namedPaths } from './find-browser.ts'
import { type Machine, thisMachine } from './machine.ts'

/** Side effects of the search. */
export interface EnsureBrowserEffects {
  print(line: string): void
  /** Runs a command. Returns its output if it failed, `null` if it succeeded. */
  run(command: string, args: readonly string[]): string | null
}

/**
 * Finds or installs the browsers of the tests and prints which. Returns whether all of them start.
 *
 * A user without root gets one command to copy: a test script must not ask for a password.
 */
export function ensureBrowser(machine: Machine, effects: EnsureBrowserEffects): boolean {
  const { found, missing } = chooseBrowsers(machine)
  for (const browser of found) {
    for (const path of namedPaths(machine.env, browser.kind)) {
      if (path !== browser.path && machine.versionOf(path) === null)
        effects.print(`${path}, which the environment names, does not start.`)
    }
    effects.print(`Browser: ${browser.version} (${browser.path})`)
  }
  return [...missing, ...missingForPages(machine, found, missing)]
    .map((kind) => install(machine, kind, effects))
    .every((ok) => ok)
}

/** Page tests use puppeteer, which cannot control WebKit: WebKit alone needs a second browser. */
function missingForPages(
  machine: Machine,
  found: readonly Browser[],
  missing: readonly BrowserKind[],
): BrowserKind[] {
  const kinds = [...found.map(({ kind }) => kind), ...missing]
  return kinds.some((kind) => kind !== 'webkit') || findBrowser(machine) !== null ? [] : ['chromium']
}

function install(machine: Machine, kind: BrowserKind, { print, run }: EnsureBrowserEffects): boolean {
  const installation = browserInstallation(machine, kind)
  if (installation.kind === 'none') {
    print(installation.reason)
    return false
  }
  if (installation.kind === 'tell') {
    print(
      `The element's tests need ${kind}, and none was found. Install it with:\n\n  ${installation.command}\n`,
    )
    return false
  }

  print(`No ${kind} found; installing it (about 100 MB).`)
  for (const [command = '', ...args] of installation.commands) {
    print(`$ ${[command, ...args].join(' ')}`)
    const failure = run(command, args)
    if (failure !== null) {
      print(`${failure.trim()}\n${command} failed; ${kind} is not installed.`)
      return false
    }
  }

  const browser = findBrowser(machine, kind)
  if (browser === null) print(`${kind} was installed but does not start.`)
  else print(`Browser: ${browser.version} (${browser.path})`)
  return browser !== null
}

/** Shows a package manager's output only if it fails. */
function runQuietly(command: string, args: readonly string[], env: Machine['env']): string | null {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return status === 0 ? null : `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const machine = thisMachine()
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  try {
    const ok = ensureBrowser(machine, {
      print,
      run: (command, args) => runQuietly(command, args, machine.env),
    })
    if (!ok) process.exitCode = 1
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
