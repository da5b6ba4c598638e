import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { S3Target, ServerName } from './s3-target.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A test file that also runs on other stores, with the variables that it reads. */
type Suite = readonly [project: 'e2e' | 'node', file: string, environment: Record<string, string>]

const PAGES = 'test/e2e/store.test.ts'
const JOURNEY = 'test/server/routes/store-journey.test.ts'
const RACES = 'test/server/routes/frozen.test.ts'

/** What the table in `server/stores.md` would say of these stores, as a host says it. */
const CEPH = { conditions: ['put'], checksums: 'none' }
const S3RVER = { conditions: [], checksums: 'none' }
const SWIFT = { forms: false, conditions: [], checksums: 'none' }

const store = (capabilities: object) => ({ UPLOAD_STORE: JSON.stringify(capabilities) })

/** The embedded S3 is absent: `npm test` runs these files on it. */
const SUITES: Readonly<Record<ServerName, readonly Suite[]>> = {
  embedded: [],
  endpoint: [['node', JOURNEY, {}]],
  ceph: [
    ['e2e', PAGES, {}],
    ['e2e', PAGES, store({ ...CEPH, forms: false })],
    ['node', JOURNEY, store(CEPH)],
    ['node', RACES, {}],
    ['node', RACES, { TEST_S3_VERSIONS: '1' }],
  ],
  swift: [['node', JOURNEY, store(SWIFT)]],
  s3rver: [['node', JOURNEY, { ...store(S3RVER), TEST_S3_PARTS: 'refused' }]],
}

/**
 * The product with this S3 as its store, with forms and with PUTs: browser → API → S3 → SNS → Lambda → status, the API's
 * own journey, and races for an accepted upload, without and with versions. Resolves with whether all passed.
 */
export async function runPipeline({ endpoint, server, credentials }: S3Target): Promise<boolean> {
  let hasPassed = true
  const place = {
    TEST_S3_ENDPOINT: endpoint,
    TEST_S3_KEY: credentials.accessKeyId,
    TEST_S3_SECRET: credentials.secretAccessKey,
  }
  for (const [project, file, environment] of SUITES[server]) {
    const child = spawn('npx', ['--no-install', 'vitest', 'run', '--project', project, file], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...environment, ...place },
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) hasPassed = false
  }
  return hasPassed
}
