/// <reference types="vitest/config" />
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vite'

// One file for three jobs: the demo page (`demo/start.ts` runs Vite in middleware mode on this root), the
// standalone element for script tags, and the test projects. Element tests run in real browsers under
// web-test-runner: see test/web-test-runner.config.js.
export default defineConfig({
  root: 'demo',
  // The page's only package is Lit, which needs no bundling: without that step every start is like the last, and no
  // page is loaded again because something was found late.
  optimizeDeps: { noDiscovery: true, include: [] },
  // Lit as users get it, without its development warnings.
  resolve: { conditions: ['module', 'browser', 'production'] },
  // The standalone element finds its worker beside itself, wherever that is.
  base: './',
  worker: { format: 'es', rolldownOptions: { output: { entryFileNames: 's3-uploader-[name].js' } } },
  build: {
    outDir: '../dist',
    emptyOutDir: false,
    lib: { entry: '../component/index.ts', formats: ['es'], fileName: () => 's3-uploader.js' },
  },
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    projects: [
      {
        root: import.meta.dirname,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/e2e/**',
            'test/frameworks/**',
            'test/adoption/**',
            'test/examples/**',
            'test/aws/slow/**',
            'test/screen-reader/**',
            'test/**/*.browser.test.ts',
            '**/node_modules/**',
          ],
          // Most tests wait for a server or a deadline: more workers than cores let these waits overlap.
          maxWorkers: Math.max(3, availableParallelism()),
          // Most tests take milliseconds; a loaded machine can be 20 times slower. A slow machine is not a fault.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        root: import.meta.dirname,
        test: {
          // The API's tests again, on its adapter without the AWS SDK: a sample, or all with `npm run test:light`.
          name: 'light',
          include:
            process.env.TEST_LIGHT === 'whole'
              ? ['test/server/{aws,hosts,routes}/*.test.ts', 'test/server/probe.test.ts']
              : ['test/server/aws/sns-publisher.test.ts', 'test/server/routes/*-journey.test.ts'],
          env: { TEST_AWS_CLIENT: 'light' },
          maxWorkers: Math.max(3, availableParallelism()),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        root: import.meta.dirname,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          // Each file runs browsers, servers and large uploads of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root: import.meta.dirname,
        test: {
          name: 'aws',
          include: ['test/aws/**/*.test.ts', 'test/command/doctor-{store,api}-faults.test.ts'],
          env: { TEST_DOCTOR: 'whole' },
          testTimeout: 120_000,
          hookTimeout: 300_000,
          // The files build into the same folder.
          fileParallelism: false,
        },
      },
      {
        root: import.meta.dirname,
        test: {
          name: 'frameworks',
          include: ['test/frameworks/*.test.ts', 'test/adoption/*.test.ts', 'test/examples/*.test.ts'],
          testTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        root: import.meta.dirname,
        test: {
          name: 'screen-reader',
          include: ['test/screen-reader/*.test.ts'],
          // The files share one screen.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
