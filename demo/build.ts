/**
 * `npm run build`: writes all published files into an empty `dist`.
 *
 * Writes the modules of component, server, lambda, demo/local and demo/command (unbundled: that is for the user's
 * bundler), the standalone element for script tags and the folder for the Lambda's zip. Any error ends it with a non-zero exit code.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, copyFile, cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { bundleFunction } from './bundle-function.ts'
import { bundleStandalone } from './bundle-standalone.ts'
import { customElementsManifest } from './custom-elements-manifest.ts'
import { GUIDES } from './docs/page-list.ts'
import { htmlCustomData, listedPage, llmsText, webTypes } from './editor-data.ts'
import { exportTargets } from './export-targets.ts'
import { scriptSizes } from './script-sizes.ts'
import { writeIntegrity } from './write-integrity.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const lambdaFolder = join(dist, 'lambda-function')
const videoFolder = join(dist, 'video-function')

// Again where a type check writes there meanwhile.
await rm(dist, { recursive: true, force: true, maxRetries: 5 })
await compile(['component', 'server', 'lambda', 'demo/local', 'demo/command'])
await copyFrameworkTypes()
await bundleStandalone(dist)
await cp(join(root, 'component/themes'), join(dist, 'themes'), { recursive: true })
await describeElement()
await writeIntegrity(dist, await cdnAddress())
await bundleFunction('lambda/index.ts', lambdaFolder)
await bundleFunction('lambda/video-index.ts', videoFolder)
await writeFunctionPackage()
await checkExports()
await report()

/** `--force`: published files must not come from an incremental build. */
async function compile(projects: readonly string[]): Promise<void> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  const compiler = spawn(process.execPath, [tsc, '-b', '--force', ...projects], {
    cwd: root,
    stdio: 'inherit',
  })
  const [code] = await once(compiler, 'exit')
  if (code !== 0) process.exit(1)
}

/** The compiler does not write declaration files that it reads. */
async function copyFrameworkTypes(): Promise<void> {
  const folder = 'component/frameworks'
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.d.ts'))
  for (const name of names) await copyFile(join(root, folder, name), join(dist, folder, name))
}

async function describeElement(): Promise<void> {
  const manifest = await customElementsManifest()
  const { customElements, name, version, description } = await readPackage()
  const write = (path: string, value: unknown) =>
    writeFile(join(root, path), `${JSON.stringify(value, null, 2)}\n`)
  await write(customElements, manifest)
  await write('dist/web-types.json', webTypes(manifest, { name, version }))
  await write('dist/html-custom-data.json', htmlCustomData(manifest))
  const pages = await Promise.all(
    GUIDES.map(async (path) => listedPage(path, await readFile(join(root, path), 'utf8'))),
  )
  await writeFile(join(dist, 'llms.txt'), llmsText({ name, description }, pages, manifest))
}

/** Of this version's `dist`, with a final slash. */
async function cdnAddress(): Promise<string> {
  const { name, version } = await readPackage()
  return `https://cdn.jsdelivr.net/npm/${name}@${version}/dist/`
}

/** sharp alone: what the image function finds beside its file. */
async function writeFunctionPackage(): Promise<void> {
  const { devDependencies } = await readPackage()
  const manifest = { private: true, type: 'module', dependencies: { sharp: devDependencies.sharp } }
  await writeFile(join(lambdaFolder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

async function checkExports(): Promise<void> {
  const workers = [
    'dist/component/engine/storage/sha256-worker.js',
    'dist/s3-uploader-sha256-worker.js',
    'dist/component/picture/picture-worker.js',
    'dist/s3-uploader-picture-worker.js',
  ]
  for (const target of [...exportTargets((await readPackage()).exports), ...workers]) {
    await access(join(root, target)).catch((cause: unknown) => {
      throw new Error(`package.json or a worker's URL names ${target}, which the build did not write.`, {
        cause,
      })
    })
  }
}

async function report(): Promise<void> {
  const scripts = (await readdir(dist)).filter((name) => /^s3-uploader.*\.js$/.test(name)).sort()
  for (const name of scripts.reverse()) {
    const script = await readFile(join(dist, name))
    const brotlied = await promisify(brotliCompress)(script)
    print(`dist/${name}`, `${kilobytes(script.length)}, brotli ${kilobytes(brotlied.length)}`)
  }
  for (const { name, scripts, kilobytes: size, limit } of await scriptSizes(dist)) {
    print(name, `brotli ${size.toFixed(1)} kB in ${scripts.length} scripts, limit ${limit} kB`)
  }
  const lambda = await stat(join(lambdaFolder, 'index.mjs'))
  print('dist/lambda-function/index.mjs', `${kilobytes(lambda.size)}, without sharp`)
}

function print(path: string, size: string): void {
  process.stdout.write(`${path.padEnd(50)}${size}\n`)
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}

async function readPackage(): Promise<{
  exports: unknown
  name: string
  version: string
  description: string
  customElements: string
  devDependencies: Record<string, string>
}> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
}
