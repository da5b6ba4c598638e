/**
 * Runs the tasks with a screen reader: Orca reads the element in Firefox on a virtual screen. Installs what it needs
 * (Debian as root), or prints the command that does. `-- -u` writes the transcripts anew.
 */
import { spawnSync } from 'node:child_process'
import { hasCommand } from '../support/find-browser.ts'
import { thisMachine } from '../support/machine.ts'

/** Debian packages by the command that each brings. */
const PACKAGES: Readonly<Record<string, string>> = {
  orca: 'orca',
  'firefox-esr': 'firefox-esr',
  Xvfb: 'xvfb',
  'xvfb-run': 'xvfb xauth',
  'dbus-run-session': 'dbus',
  openbox: 'openbox',
  xdotool: 'xdotool',
}

const machine = thisMachine()
const missing = () => Object.keys(PACKAGES).filter((command) => !hasCommand(machine, command))

function install(): boolean {
  if (machine.platform !== 'linux') {
    process.stdout.write('Orca runs on Linux only.\n')
    return false
  }
  const command = `apt-get install -y --no-install-recommends ${[...new Set(Object.values(PACKAGES).join(' ').split(' '))].join(' ')} at-spi2-core fonts-liberation`
  if (!hasCommand(machine, 'apt-get') || !machine.isRoot) {
    process.stdout.write(`Missing: ${missing().join(', ')}. On Debian:\n\n  sudo ${command}\n`)
    return false
  }
  process.stdout.write(`$ ${command}\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const line of ['apt-get update', command]) {
    const [program = '', ...args] = line.split(' ')
    const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8' })
    if (status !== 0) {
      process.stdout.write(`${stderr}\n`)
      return false
    }
  }
  return missing().length === 0
}

if (missing().length > 0 && !install()) process.exitCode = 1
else {
  const tests = ['vitest', 'run', '--project', 'screen-reader', ...process.argv.slice(2)]
  const screen = ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1280x1024x24']
  const { status } = spawnSync('dbus-run-session', ['--', ...screen, 'npx', ...tests], { stdio: 'inherit' })
  process.exitCode = status ?? 1
}
