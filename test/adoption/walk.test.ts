/**
 * `npm run test:walk`: each stack as a newcomer begins it, with its own scaffolder, then ours: installed from the packed tarball,
 * built, and an upload in a browser or over HTTP. Writes the table of `demo/examples/README.md`. It needs a network; `-- -t NAME`
 * walks one stack and leaves the table.
 */
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type LocalAws, startLocalAws } from '../../demo/local/index.ts'
import { apiJourney } from '../examples/api-journey.ts'
import { ExamplePage } from '../examples/example-page.ts'
import { startExample } from '../examples/example-process.ts'
import { fetchFrom } from '../server/support/function-url.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { newerNode } from '../support/newer-node.ts'
import { type PackedProject, packedProject } from '../support/packed-project.ts'
import { type Stack, stacks } from './stacks.ts'
import { type Tools, type Walk, walk } from './walked-project.ts'

/** At least 32 bytes. */
const SECRET = 'a-secret-of-the-tests-with-32-bytes-or-more'
const TABLE = join(import.meta.dirname, '../../demo/examples/README.md')

let packed: PackedProject
let tools: Tools
let aws: LocalAws
let browser: Browser
const walked = new Map<Stack, Walk>()

beforeAll(async () => {
  // The API of pages that have none.
  packed = await packedProject(join(import.meta.dirname, '../examples/package.json'))
  const node = dirname(await newerNode(packed))
  tools = {
    folder: await mkdtemp(join(tmpdir(), 'walk-')),
    tarball: join(packed.folder, packed.tarball),
    environment: {
      ...process.env,
      PATH: `${node}:${process.env.PATH}`,
      CI: '1',
      // Vitest's own.
      NODE_ENV: undefined,
      VITEST: undefined,
      NEXT_TELEMETRY_DISABLED: '1',
      NG_CLI_ANALYTICS: 'false',
    },
  }
  aws = await startLocalAws()
  browser = await launchBrowser()
}, 900_000)

afterAll(async () => {
  await browser?.close()
  await aws?.close()
  await packed?.remove()
  if (tools !== undefined) await rm(tools.folder, { recursive: true, force: true })
  if (walked.size === stacks.length) await writeTable()
})

describe('a newcomer uploads with', { timeout: 900_000 }, () => {
  it.each(stacks)('$name', async (stack) => {
    const result = await walk(stack, tools)
    await prove(stack, result)
    walked.set(stack, result)
  })
})

const environment = () => ({
  ...tools.environment,
  ...aws.environment,
  UPLOAD_SECRET: SECRET,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
})

/** As wrangler reads them for a Worker on this machine. */
const variables = () =>
  Object.entries({ ...aws.environment, UPLOAD_SECRET: SECRET })
    .map(([name, value]) => `${name}="${value}"\n`)
    .join('')

async function prove({ proof }: Stack, { folder }: Walk): Promise<void> {
  if (proof.kind === 'function') return proveFunction(join(folder, proof.file))
  const isPage = proof.kind === 'page'
  const place = isPage ? await siteOf(join(folder, proof.folder)) : folder
  const command = isPage ? `${process.execPath} --import tsx ${join(place, 'server.ts')}` : proof.command
  if (proof.kind === 'api') await writeFile(join(folder, '.dev.vars'), variables())
  const server = await startExample(place, ['sh', '-c', command], environment())
  try {
    await apiJourney((path, init) => fetch(`${server.url}/uploads${path}`, init))
    if (proof.kind !== 'api') await uploadsPhoto(`${server.url}/`)
  } finally {
    await server.close()
  }
}

/** The example `hono-node`, with a built page as `public`. */
async function siteOf(page: string): Promise<string> {
  const place = await mkdtemp(join(packed.folder, 'site-'))
  await symlink(page, join(place, 'public'))
  const server = await readFile(join(import.meta.dirname, '../../demo/examples/hono-node/server.ts'), 'utf8')
  await writeFile(join(place, 'server.ts'), server)
  return place
}

async function uploadsPhoto(url: string): Promise<void> {
  const page = await ExamplePage.open(browser, url)
  await page.add(1)
  await page.settled(1)
  expect(await page.statuses()).toEqual(['ready'])
  expect(await page.submitted('photos')).toEqual([expect.stringMatching(/^uploads\//)])
  await page.close()
}

async function proveFunction(file: string): Promise<void> {
  for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value)
  try {
    const { handler } = await import(file)
    const fetchUrl = fetchFrom(handler)
    await apiJourney((path, init) => fetchUrl(`/uploads${path}`, init))
  } finally {
    vi.unstubAllEnvs()
  }
}

async function writeTable(): Promise<void> {
  const rows = [...walked].map(
    ([{ name }, { lines, steps, installSeconds, buildSeconds }]) =>
      `| ${name} | ${lines} | ${steps} | ${Math.round(installSeconds)} | ${buildSeconds < 0.5 ? '–' : Math.round(buildSeconds)} |\n`,
  )
  const text = await readFile(TABLE, 'utf8')
  await writeFile(
    TABLE,
    text.replace(/(\| Stack \| Own lines .*\n\|-.*\n)(?:\|.*\n)*/, (_, head) => head + rows.join('')),
  )
}
