/** The examples in a project of their own with the packed package, on an embedded S3, SNS and Lambda. */
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { examples } from '../../demo/examples/index.ts'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { type PackedProject, packedProject } from '../support/packed-project.ts'
import type { Fetch } from './api-journey.ts'
import { type ExampleProcess, startExample } from './example-process.ts'

const SOURCES = join(import.meta.dirname, '../../demo/examples')

/** At least 32 bytes. */
const SECRET = 'a-secret-of-the-tests-with-32-bytes-or-more'

/** Of the examples that no framework compiles itself. */
const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    jsx: 'react-jsx',
    experimentalDecorators: true,
    useDefineForClassFields: false,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: [
    'react',
    'preact',
    'solid',
    'angular',
    'hono-node',
    'express',
    'film',
    'r2',
    'workers',
    'lambda',
  ].map((name) => `examples/${name}/*`),
}

export class ExampleSite {
  readonly #running: { close(): unknown }[] = []
  readonly #traces: TraceEntry[]

  readonly project: PackedProject
  readonly aws: LocalAws
  readonly browser: Browser

  private constructor(project: PackedProject, aws: LocalAws, browser: Browser, traces: TraceEntry[]) {
    this.project = project
    this.aws = aws
    this.browser = browser
    this.#traces = traces
  }

  /** Builds the package and installs all frameworks, which takes minutes. */
  static async open(): Promise<ExampleSite> {
    const project = await packedProject(join(import.meta.dirname, 'package.json'))
    await copyExamples(project.folder)
    const traces: TraceEntry[] = []
    const aws = await startLocalAws({ onTrace: (entry) => traces.push(entry) })
    return new ExampleSite(project, aws, await launchBrowser(), traces)
  }

  /** The variables that a server of the examples reads. */
  get environment(): Record<string, string> {
    return {
      ...this.aws.environment,
      UPLOAD_SECRET: SECRET,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    }
  }

  folderOf(name: string): string {
    return join(this.project.folder, 'examples', name)
  }

  /** The `server.ts` of an example, with the built pages in its `public`. */
  serve(name: string, extra: Record<string, string> = {}): Promise<ExampleProcess> {
    const command = [process.execPath, '--import', 'tsx', join(this.folderOf(name), 'server.ts')]
    return this.start(join(this.project.folder, 'site'), command, extra)
  }

  async start(
    folder: string,
    command: readonly string[],
    extra: Record<string, string> = {},
  ): Promise<ExampleProcess> {
    const started = await startExample(folder, command, { ...this.environment, ...extra })
    this.closeAtEnd(started)
    return started
  }

  closeAtEnd(started: { close(): unknown }): void {
    this.#running.push(started)
  }

  /** Builds an example with Vite into `public`. */
  buildPage(name: string, ...options: string[]): Promise<string> {
    const outDir = join(this.project.folder, 'site/public', name)
    const vite = [join(this.project.folder, 'node_modules/vite/bin/vite.js'), 'build', this.folderOf(name)]
    const always = ['--base=./', '--logLevel=error', `--outDir=${outDir}`, '--emptyOutDir']
    return this.project.execute(process.execPath, ...vite, ...always, ...options)
  }

  /** How many parts the S3 has stored so far. */
  partsStored(): number {
    return this.#traces.filter(
      (entry) =>
        entry.service === 's3' &&
        entry.operation === 'UploadPart' &&
        entry.phase === 'end' &&
        entry.status === 200,
    ).length
  }

  async close(): Promise<void> {
    for (const { close } of this.#running.splice(0)) await close()
    await this.browser.close()
    await this.aws.close()
    await this.project.remove()
  }
}

/** `fetch` for the API of a server. */
export const apiAt =
  (url: string): Fetch =>
  (path, init) =>
    fetch(`${url}/uploads${path}`, init)

async function copyExamples(folder: string): Promise<void> {
  const copies = join(folder, 'examples')
  const site = join(folder, 'site')
  for (const old of [copies, site]) await rm(old, { recursive: true, force: true })
  await cp(SOURCES, copies, { recursive: true })
  await cp(join(import.meta.dirname, 'angular-vite.config.ts'), join(folder, 'angular-vite.config.ts'))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  await writeFile(join(copies, 'sveltekit/package.json'), JSON.stringify({ type: 'module' }))
  await copyScripts(join(folder, 'node_modules'), join(site, 'public'))
}

/** What a page without a bundler loads. */
async function copyScripts(modules: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const dist = join(modules, 's3-uploader-element/dist')
  for (const name of await readdir(dist)) {
    if (/^s3-uploader.*\.js$/.test(name)) await cp(join(dist, name), join(folder, name))
  }
  await cp(join(modules, 'htmx.org/dist/htmx.min.js'), join(folder, 'htmx.js'))
  await cp(join(modules, '@hotwired/turbo/dist/turbo.es2017-esm.js'), join(folder, 'turbo.js'))
  for (const { name, page } of examples) {
    if (page !== null || name === 'htmx' || name === 'turbo')
      await cp(join(SOURCES, name), join(folder, name), { recursive: true })
  }
}
