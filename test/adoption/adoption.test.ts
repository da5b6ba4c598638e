/**
 * The packed tarball in a project of its own, as users install it: types for each framework, resolution of the exports, and
 * React with server rendering in a browser. Builds the package and installs the frameworks, so it has a command of its own.
 */
import { cp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBackend } from '../../demo/backend.ts'
import { TraceHub } from '../../demo/trace-hub.ts'
import { startStandaloneSite } from '../e2e/standalone-site.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { type PackedProject, packedProject } from '../support/packed-project.ts'

const root = join(import.meta.dirname, '../..')

let packed: PackedProject
let project: string

beforeAll(async () => {
  packed = await packedProject(join(import.meta.dirname, 'package.json'))
  project = packed.folder
  await cp(join(import.meta.dirname, 'types'), join(project, 'types'), { recursive: true })
  await cp(join(import.meta.dirname, 'pages'), join(project, 'pages'), { recursive: true })
  await cp(join(import.meta.dirname, 'unit'), join(project, 'unit'), { recursive: true })
  await writeFile(
    join(project, 'types/tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'ESNext',
        moduleResolution: 'bundler',
        lib: ['ES2023', 'DOM', 'DOM.Iterable'],
        types: [],
        jsx: 'react-jsx',
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
      },
      vueCompilerOptions: { strictTemplates: true },
    }),
  )
}, 600_000)

afterAll(() => packed?.remove())

const execute: PackedProject['execute'] = (...command) => packed.execute(...command)

const compiler = join(root, 'node_modules/typescript/bin/tsc')

describe('types', { timeout: 300_000 }, () => {
  it.each(['dom.ts', 'react.tsx', 'react-wrapper.tsx', 'preact.tsx', 'solid.tsx'])(
    '%s compiles',
    async (file) => {
      const config = { extends: './tsconfig.json', files: [file] }
      await writeFile(join(project, `types/${file}.json`), JSON.stringify(config))
      await execute(process.execPath, compiler, '-p', `types/${file}.json`)
    },
  )

  it('App.vue compiles with strict templates', async () => {
    await writeFile(
      join(project, 'types/vue.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        vueCompilerOptions: { strictTemplates: true },
        files: ['App.vue'],
      }),
    )
    await execute('npx', 'vue-tsc', '--noEmit', '-p', 'types/vue.json')
  })

  it('App.svelte compiles', async () => {
    await execute('npx', 'svelte-check', '--workspace', 'types', '--no-tsconfig', '--fail-on-warnings')
  })
})

describe('exports', { timeout: 300_000 }, () => {
  it('have nothing that publint finds', async () => {
    await execute('npx', 'publint', '--strict', 'node_modules/s3-uploader-element')
  })

  it('resolve to their types, as ECMAScript modules', async () => {
    await execute(
      'npx',
      'attw',
      packed.tarball,
      '--profile',
      'esm-only',
      '--exclude-entrypoints',
      './s3-uploader.js',
    )
  })

  it('can be imported on a server, and install nothing but Lit', async () => {
    const script =
      "await import('s3-uploader-element'); await import('s3-uploader-element/react'); await import('s3-uploader-element/engine')"
    await execute(process.execPath, '--input-type=module', '-e', script)
    const scopes = await readdir(join(project, 'node_modules'))
    expect(scopes).toContain('lit')
    expect(scopes).not.toContain('hono')
  })

  it('name the install line of a command whose packages are missing', async () => {
    await expect(execute('npx', 's3-uploader', 'serve')).rejects.toThrow(
      /needs packages that are not installed: npm install hono/,
    )
  })

  it.each(['serve', 'send', 'doctor', 'rules', 'local', 'reprocess'])(
    'explain the command %s without its packages',
    async (name) => {
      const help = await execute('npx', 's3-uploader', name, '--help')
      expect(help).toMatch(new RegExp(`^Usage: s3-uploader ${name}\\b`))
    },
  )
})

describe('unit tests of a page', { timeout: 300_000 }, () => {
  it.each(['jsdom', 'happy-dom'])('render the tag and add files in %s', async (dom) => {
    await execute('npx', 'vitest', 'run', '--root', 'unit', '--environment', dom)
  })
})

describe('react with server rendering', { timeout: 300_000 }, () => {
  it('keeps objects, functions and listeners through hydration, and uploads', async () => {
    const html = await execute(process.execPath, 'pages/server.js')
    expect(html).toContain('<s3-uploader name="photos" multiple="" max-file-size="10MB" no-status="">')
    await build({
      configFile: false,
      root: project,
      logLevel: 'error',
      build: {
        outDir: join(project, 'site'),
        minify: false,
        rolldownOptions: { input: join(project, 'pages/client.js'), output: { entryFileNames: 'client.js' } },
      },
    })
    const backend = await startBackend({}, new TraceHub())
    const page = `<!doctype html><div id="root">${html}</div><script type="module" src="/client.js"></script>`
    const site = await startStandaloneSite({ folder: join(project, 'site'), backend, pages: { '/': page } })
    const browser = await launchBrowser()
    try {
      const tab = await browser.newPage()
      await tab.goto(site.url)
      await tab.waitForFunction(() => document.querySelector('s3-uploader')?.shadowRoot !== null)
      const seen = await tab.evaluate(async () => {
        const element = document.querySelector('s3-uploader')
        if (element === null) throw new Error('No element')
        const { headers, metadata, maxFileSize } = element
        const photo = new File([new Uint8Array(100)], 'a.png', { type: 'image/png' })
        await element.addFiles([photo])
        await element.waitForIdle()
        return { headers, metadata, maxFileSize, values: new FormData(document.forms[0]).getAll('photos') }
      })
      expect(seen).toMatchObject({
        headers: { 'x-token': '1' },
        metadata: { album: 'May' },
        maxFileSize: 10_000_000,
        values: [expect.stringMatching(/^uploads\//)],
      })
      expect(await tab.$eval('output', ({ textContent }) => textContent)).toBe(seen.values[0])
      expect(await tab.evaluate(() => Reflect.get(window, 'page').errors)).toEqual([])
    } finally {
      await browser.close()
      site.close()
      await backend.close()
    }
  })
})
