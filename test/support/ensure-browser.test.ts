import { describe, expect, it } from 'vitest'
import { ensureBrowser } from './ensure-browser.ts'
import { fakeMachine } from './fake-machine.ts'
import type { Machine } from './machine.ts'

interface Outcome {
  ok: boolean
  printed: string
  ran: string[]
}

/** Runs the script on a machine whose package manager acts as `install`. */
function ensureOn(machine: Machine, install: (commandLine: string) => string | null = () => null): Outcome {
  const ran: string[] = []
  const lines: string[] = []
  const ok = ensureBrowser(machine, {
    print: (line) => lines.push(line),
    run: (command, args) => {
      ran.push([command, ...args].join(' '))
      return install(ran.at(-1) ?? '')
    },
  })
  return { ok, printed: lines.join('\n'), ran }
}

describe('ensureBrowser', () => {
  it('prints in one line which browser it found, and installs nothing', () => {
    const machine = fakeMachine({ isRoot: true, programs: { '/usr/bin/chromium': 'Chromium 150.0.1' } })
    expect(ensureOn(machine)).toEqual({
      ok: true,
      printed: 'Browser: Chromium 150.0.1 (/usr/bin/chromium)',
      ran: [],
    })
  })

  it('prints that a browser named by path is not the one it uses', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/my/chrome' }
    const outcome = ensureOn(fakeMachine({ env, programs: { '/usr/bin/chromium': 'Chromium 150.0.1' } }))
    expect(outcome.ok).toBe(true)
    expect(outcome.printed).toContain('/my/chrome, which the environment names, does not start')
  })

  it('installs a missing browser as root on Debian, then verifies it', () => {
    const programs: Record<string, string | null> = { '/usr/bin/apt-get': 'apt 2.6' }
    const outcome = ensureOn(fakeMachine({ isRoot: true, programs }), (commandLine) => {
      if (commandLine.includes(' install ')) programs['/usr/bin/chromium'] = 'Chromium 150.0.1'
      return null
    })
    expect(outcome.ran).toEqual([
      'apt-get update',
      'apt-get install -y --no-install-recommends chromium fonts-liberation',
    ])
    expect(outcome.ok).toBe(true)
    expect(outcome.printed).toContain('Browser: Chromium 150.0.1 (/usr/bin/chromium)')
  })

  it('installs only the missing one of two', () => {
    const programs: Record<string, string | null> = {
      '/usr/bin/apt-get': 'apt 2.6',
      '/usr/bin/chromium': 'C 1.0',
    }
    const env = { PATH: '/usr/bin', BROWSERS: 'chromium,firefox' }
    const outcome = ensureOn(fakeMachine({ isRoot: true, env, programs }), () => {
      programs['/usr/bin/firefox-esr'] = 'Mozilla Firefox 140.0'
      return null
    })
    expect(outcome.ok).toBe(true)
    expect(outcome.ran.at(-1)).toContain('firefox-esr')
  })

  it.each(['debian', 'ubuntu'])('installs WebKit, its driver and a screen as root on %s', (distribution) => {
    const programs: Record<string, string | null> = {
      '/usr/bin/apt-get': 'apt 2.6',
      '/usr/bin/chromium': 'Chromium 150.0.1',
    }
    const env = { PATH: '/usr/bin', BROWSERS: 'webkit' }
    const outcome = ensureOn(fakeMachine({ isRoot: true, distribution, env, programs }), () => {
      for (const name of ['WebKitWebDriver', 'Xvfb', 'xvfb-run']) programs[`/usr/bin/${name}`] = ''
      programs['/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'] = 'WebKitGTK 2.50.6'
      return null
    })
    expect(outcome.ran).toEqual([
      'apt-get update',
      'apt-get install -y --no-install-recommends webkit2gtk-driver xvfb xauth fonts-liberation',
    ])
    expect(outcome).toMatchObject({ ok: true, printed: expect.stringContaining('Browser: WebKitGTK 2.50.6') })
  })

  it('adds a browser that puppeteer can control if only WebKit is requested and there is none', () => {
    const programs = { '/usr/bin/apt-get': 'apt 2.6' }
    const env = { PATH: '/usr/bin', BROWSERS: 'webkit' }
    const { ran } = ensureOn(fakeMachine({ isRoot: true, env, programs }))
    expect(ran.filter((line) => line.includes(' install ')).map((line) => line.split(' ')[4])).toEqual([
      'webkit2gtk-driver',
      'chromium',
    ])
  })

  const withoutWebKit: [what: string, machine: Partial<Machine>, reason: string][] = [
    ['macOS', { platform: 'darwin' }, 'runs on Linux only'],
    ['Windows', { platform: 'win32' }, 'runs on Linux only'],
    ['an unknown Linux', { distribution: '' }, 'WebKitWebDriver, Xvfb, and xvfb-run on PATH'],
  ]
  it.each(withoutWebKit)('prints why there is no WebKit on %s', (_what, machine, reason) => {
    const outcome = ensureOn(fakeMachine({ ...machine, env: { BROWSERS: 'firefox,webkit' } }))
    expect(outcome).toMatchObject({ ok: false, ran: [], printed: expect.stringContaining(reason) })
  })

  it('fails if the installed program does not start', () => {
    const programs: Record<string, string | null> = { '/usr/bin/apt-get': 'apt 2.6' }
    const outcome = ensureOn(fakeMachine({ isRoot: true, programs }), () => {
      programs['/usr/bin/chromium'] = null
      return null
    })
    expect(outcome.ok).toBe(false)
    expect(outcome.printed).toContain('was installed but does not start')
  })

  it('stops at the first command that fails and prints its output', () => {
    const machine = fakeMachine({ isRoot: true, programs: { '/usr/bin/apt-get': 'apt 2.6' } })
    const outcome = ensureOn(machine, () => 'E: Could not resolve deb.debian.org\n')
    expect(outcome.ok).toBe(false)
    expect(outcome.ran).toEqual(['apt-get update'])
    expect(outcome.printed).toContain('Could not resolve deb.debian.org')
  })

  const apt = { '/usr/bin/apt-get': 'apt 2.6' }
  const told: [
    what: string,
    machine: Partial<Machine> & { programs?: Record<string, string> },
    command: string,
  ][] = [
    [
      'Debian without root',
      { programs: apt },
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium fonts-liberation',
    ],
    ['macOS', { platform: 'darwin' }, 'brew install --cask google-chrome'],
    ['Windows', { platform: 'win32' }, 'winget install Google.Chrome'],
    [
      'Fedora',
      { distribution: 'fedora', programs: { '/usr/bin/dnf': '5.0' } },
      'sudo dnf install -y chromium',
    ],
    ['an unknown system', { distribution: '' }, 'export CHROME_PATH=/path/to/chromium'],
  ]
  it.each(told)('prints one command for the user on %s', (_what, machine, command) => {
    const outcome = ensureOn(fakeMachine(machine))
    expect(outcome).toMatchObject({ ok: false, ran: [] })
    expect(outcome.printed).toContain(`\n  ${command}\n`)
  })

  it('does not run apt-get on Ubuntu, even as root: it would install a stub', () => {
    const outcome = ensureOn(fakeMachine({ isRoot: true, distribution: 'ubuntu', programs: apt }))
    expect(outcome).toMatchObject({ ok: false, ran: [] })
    expect(outcome.printed).toMatch(/ {2}curl .*chrome.*\.deb && apt-get install -y/)
  })
})
