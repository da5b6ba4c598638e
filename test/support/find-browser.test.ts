import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeMachine } from './fake-machine.ts'
import { chooseBrowsers, findBrowser } from './find-browser.ts'
import { type Machine, thisMachine } from './machine.ts'

const CHROME = 'Google Chrome 150.0.1'
const FIREFOX = 'Mozilla Firefox 140.0'

describe('findBrowser', () => {
  const places: [what: string, path: string, kind: string, machine: Partial<Machine>][] = [
    ['Debian', '/usr/bin/chromium', 'chromium', {}],
    ['a hand-made link', '/usr/local/bin/chrome', 'chromium', {}],
    ['Edge on Linux', '/usr/bin/microsoft-edge', 'chromium', {}],
    ['Chrome outside PATH', '/opt/google/chrome/chrome', 'chromium', { env: {} }],
    ['Firefox ESR', '/usr/bin/firefox-esr', 'firefox', {}],
    [
      'macOS',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'chromium',
      { platform: 'darwin', env: {} },
    ],
    [
      'a macOS home folder',
      '/Users/mia/Applications/Firefox.app/Contents/MacOS/firefox',
      'firefox',
      { platform: 'darwin', env: { HOME: '/Users/mia' } },
    ],
    [
      'Windows',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'chromium',
      { platform: 'win32', env: { ProgramFiles: 'C:\\Program Files' } },
    ],
    [
      'Edge on Windows',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      'chromium',
      { platform: 'win32', env: { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' } },
    ],
    [
      'PATH on Windows',
      'D:\\tools\\firefox.exe',
      'firefox',
      { platform: 'win32', env: { Path: 'C:\\Windows;D:\\tools' } },
    ],
  ]
  it.each(places)('finds %s', (_what, path, kind, machine) => {
    const browser = findBrowser(fakeMachine({ ...machine, programs: { [path]: 'Browser 1.2' } }))
    expect(browser).toEqual({ kind, path, version: 'Browser 1.2' })
  })

  it('prefers Chromium to Firefox, and a requested one to both', () => {
    const machine = fakeMachine({ programs: { '/usr/bin/firefox': FIREFOX, '/usr/bin/chromium': CHROME } })
    expect(findBrowser(machine)?.path).toBe('/usr/bin/chromium')
    expect(findBrowser(machine, 'firefox')?.path).toBe('/usr/bin/firefox')
  })

  const named: [env: Record<string, string>, kind: 'chromium' | 'firefox'][] = [
    [{ CHROME_PATH: '/my/browser' }, 'chromium'],
    [{ FIREFOX_PATH: '/my/browser' }, 'firefox'],
    [{ PUPPETEER_EXECUTABLE_PATH: '/my/browser' }, 'chromium'],
    [{ PUPPETEER_EXECUTABLE_PATH: '/my/Firefox Nightly' }, 'firefox'],
  ]
  it.each(named)('prefers the one that %j names', (env, kind) => {
    const programs = {
      '/usr/bin/chromium': CHROME,
      '/usr/bin/firefox': FIREFOX,
      '/my/browser': 'My 1.0',
      '/my/Firefox Nightly': 'My 1.0',
    }
    expect(findBrowser(fakeMachine({ env: { PATH: '/usr/bin', ...env }, programs }), kind)).toEqual({
      kind,
      path: Object.values(env)[0],
      version: 'My 1.0',
    })
  })

  const companions = {
    '/usr/bin/WebKitWebDriver': '',
    '/usr/bin/Xvfb': '',
    '/usr/bin/xvfb-run': '',
  }
  const miniBrowsers: [what: string, path: string, env: Record<string, string>][] = [
    ['Debian', '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', {}],
    ['Debian on ARM', '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0/MiniBrowser', {}],
    ['Fedora', '/usr/libexec/webkitgtk-6.0/MiniBrowser', {}],
    ['WEBKIT_PATH', '/my/MiniBrowser', { WEBKIT_PATH: '/my/MiniBrowser' }],
  ]
  it.each(miniBrowsers)('finds WebKit by %s, and only on request', (_what, path, env) => {
    const programs = { ...companions, [path]: 'WebKitGTK 2.50.6' }
    const machine = fakeMachine({ env: { PATH: '/usr/bin', ...env }, programs })
    expect(findBrowser(machine, 'webkit')).toEqual({ kind: 'webkit', path, version: 'WebKitGTK 2.50.6' })
    expect(findBrowser(machine)).toBeNull()
  })

  it.each(Object.keys(companions))('finds no WebKit without %s', (companion) => {
    const programs: Record<string, string> = { ...companions, '/usr/bin/MiniBrowser': 'WebKitGTK 2.50.6' }
    expect(findBrowser(fakeMachine({ programs }), 'webkit')).not.toBeNull()
    delete programs[companion]
    expect(findBrowser(fakeMachine({ programs }), 'webkit')).toBeNull()
  })

  it('skips a program that does not start', () => {
    const programs = { '/usr/bin/google-chrome': null, '/usr/bin/chromium': CHROME }
    const machine = fakeMachine({ env: { PATH: '/usr/bin', CHROME_PATH: '/gone' }, programs })
    expect(findBrowser(machine)?.path).toBe('/usr/bin/chromium')
  })

  it('finds nothing on an empty machine', () => {
    expect(findBrowser(fakeMachine({ env: {} }))).toBeNull()
    expect(findBrowser(fakeMachine({ env: { CHROME_PATH: '', PATH: '::' } }))).toBeNull()
  })
})

describe('chooseBrowsers', () => {
  const both = { '/usr/bin/chromium': CHROME, '/usr/bin/firefox': FIREFOX }
  const choices: [
    browsers: string | undefined,
    programs: Record<string, string>,
    found: string[],
    missing: string[],
  ][] = [
    [undefined, both, ['chromium'], []],
    ['', { '/usr/bin/firefox': FIREFOX }, ['firefox'], []],
    [undefined, {}, [], ['chromium']],
    ['firefox', both, ['firefox'], []],
    ['chromium,firefox', both, ['chromium', 'firefox'], []],
    [' Firefox , chromium,firefox,', both, ['firefox', 'chromium'], []],
    ['chromium,firefox', { '/usr/bin/firefox': FIREFOX }, ['firefox'], ['chromium']],
    ['webkit,chromium', both, ['chromium'], ['webkit']],
  ]
  it.each(choices)('with BROWSERS=%j and %j uses %j and misses %j', (BROWSERS, programs, found, missing) => {
    const choice = chooseBrowsers(fakeMachine({ env: { PATH: '/usr/bin', BROWSERS }, programs }))
    expect(choice.found.map(({ kind }) => kind)).toEqual(found)
    expect(choice.missing).toEqual(missing)
  })

  it('lists the known names if it gets an unknown one', () => {
    const choose = () => chooseBrowsers(fakeMachine({ env: { BROWSERS: 'chromium,opera' } }))
    expect(choose).toThrow(new RangeError('BROWSERS names "opera"; known are chromium, firefox, and webkit.'))
  })
})

describe.runIf(process.platform !== 'win32')('thisMachine', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'browsers-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const scripts: [what: string, script: string, mode: number, version: string | null][] = [
    ['a browser', 'echo noise; echo "Chromium 150.0.1 "', 0o755, 'Chromium 150.0.1'],
    ['a stub that refers to snap', 'echo "requires the chromium snap 1.0" >&2; exit 10', 0o755, null],
    ['a stub that only prints', 'echo "please run snap install chromium"', 0o755, null],
    ['a file without permission', 'echo "Chromium 150.0.1"', 0o644, null],
  ]
  it.each(scripts)('asks %s for its version', async (_what, script, mode, version) => {
    const path = join(folder, 'chromium')
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, mode)
    expect(thisMachine({}).versionOf(path)).toBe(version)
  })

  it('starts a program through another one if necessary', async () => {
    const path = join(folder, 'needs-screen')
    await writeFile(path, '#!/bin/sh\n[ -n "$SCREEN" ] && echo "WebKitGTK $SCREEN"\n')
    await chmod(path, 0o755)
    expect(thisMachine({}).versionOf(path)).toBeNull()
    expect(thisMachine({}).versionOf(path, ['env', 'SCREEN=2.50'])).toBe('WebKitGTK 2.50')
  })

  it('returns nothing for a missing program', () => {
    expect(thisMachine({}).versionOf(join(folder, 'gone'))).toBeNull()
  })
})
