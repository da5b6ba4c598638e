import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome'
import { tsImport } from 'tsx/esm/api'

const { browserLaunchOptions } = await tsImport('./support/browser-launch-options.ts', import.meta.url)
const { chooseBrowsers } = await tsImport('./support/find-browser.ts', import.meta.url)
const { elementBackend } = await tsImport('./support/element-backend.ts', import.meta.url)
const { thisMachine } = await tsImport('./support/machine.ts', import.meta.url)
const { WebKitLauncher } = await tsImport('./support/webkit-launcher.ts', import.meta.url)

const machine = thisMachine()
const { found, missing } = chooseBrowsers(machine)
if (missing.length > 0)
  throw new Error(`No ${missing.join(' and no ')} found; npm run test:browser tells how to get it.`)

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const backend = await elementBackend()

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  files: 'test/component/**/*.browser.test.ts',
  // One file at a time per browser: two tabs of one window fight for the focus, and the one behind gets no frames.
  concurrency: 1,
  browsers: found.map((browser) =>
    browser.kind === 'webkit'
      ? new WebKitLauncher(browser.path)
      : chromeLauncher({
          launchOptions: browserLaunchOptions(browser, machine),
          puppeteer: puppeteerCore,
        }),
  ),
  middleware: [
    // A worker's URL names the file that is built; the source is beside it.
    (context, next) => {
      context.url = context.url.replace(/^(\/component\/.*-worker)\.js/, '$1.ts')
      return next()
    },
    (context, next) => {
      if (!context.path.startsWith('/api/')) return next()
      context.respond = false
      return backend.listener(context.req, context.res)
    },
  ],
  // The builds that users get, without Lit's development warnings.
  nodeResolve: { exportConditions: ['production', 'default'] },
  plugins: [
    // The component's own compiler options (decorators, class fields), so that tests run what ships.
    esbuildPlugin({
      ts: true,
      target: 'esnext',
      tsconfig: fileURLToPath(new URL('../component/tsconfig.json', import.meta.url)),
    }),
    { name: 'backend', serverStop: () => backend.close() },
  ],
  // The first upload of a file starts a Lambda process, and three browsers share a small machine.
  testFramework: { config: { timeout: 40_000, forbidOnly: Boolean(machine.env.CI) } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 20_000,
  testsFinishTimeout: 240_000,
}
