/**
 * `npm run bench:weights`: what each uploader's script weighs with its default list, minified by Vite and compressed with Brotli.
 * The others come from `npm install --prefix test/bench`. Style sheets are not counted; ours are in its script.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { scriptSizes } from '../../demo/script-sizes.ts'

/** What a page imports to show the uploader and send to S3, as each one's documentation says. */
const PAGES: Readonly<Record<string, string>> = {
  Dropzone: "export { default } from 'dropzone'",
  'vaadin-upload': "import '@vaadin/upload'",
  FilePond: "export { create } from 'filepond'",
  'Uppy Dashboard':
    "export { default as core } from '@uppy/core'; export { default as dashboard } from '@uppy/dashboard'; export { default as s3 } from '@uppy/aws-s3'",
}

const ENTRY = 'virtual:page'

/** Bytes of all scripts together. */
async function weigh(code: string): Promise<number> {
  const result = await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === ENTRY ? fileURLToPath(new URL('page.js', import.meta.url)) : undefined),
        load: (id) => (id.endsWith('/page.js') ? code : undefined),
      },
    ],
    build: {
      write: false,
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict', output: { minify: true } },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output === undefined || !('output' in output)) throw new Error('Vite built nothing')
  const scripts = output.output.flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
  return scripts.reduce((sum, script) => sum + brotliCompressSync(script).length, 0)
}

const print = (name: string, kilobytes: number) =>
  process.stdout.write(`${name.padEnd(42)}${kilobytes.toFixed(1)} kB\n`)

const folder = await mkdtemp(join(tmpdir(), 'weights-'))
try {
  await bundleStandalone(folder)
  for (const { name, kilobytes } of await scriptSizes(folder)) print(`s3-uploader, ${name}`, kilobytes)
  for (const [name, code] of Object.entries(PAGES)) print(name, (await weigh(code)) / 1000)
} finally {
  await rm(folder, { recursive: true, force: true })
}
