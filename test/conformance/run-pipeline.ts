import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { S3Target } from './s3-target.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Test files that also run on another store, with the variables that they read. */
const SUITES: readonly (readonly [project: string, file: string, environment: Record<string, string>])[] = [
  ['e2e', 'test/e2e/store.test.ts', {}],
  ['node', 'test/server/routes/frozen.test.ts', {}],
  ['node', 'test/server/routes/frozen.test.ts', { TEST_S3_VERSIONS: '1' }],
]

/**
 * The product with this S3 as its store: browser → API → S3 → SNS → Lambda → status, then races for an accepted upload,
 * without and with versions. The target must accept the embedded services' credentials. Resolves with whether all passed.
 */
export async function runPipeline({ endpoint }: S3Target): Promise<boolean> {
  let hasPassed = true
  for (const [project, file, environment] of SUITES) {
    const child = spawn('npx', ['--no-install', 'vitest', 'run', '--project', project, file], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...environment, TEST_S3_ENDPOINT: endpoint },
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) hasPassed = false
  }
  return hasPassed
}
