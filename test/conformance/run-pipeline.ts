import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { S3Target } from './s3-target.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Browser → API → this S3 → SNS → Lambda → status: test/e2e/store.test.ts with another endpoint. The target must accept
 * the embedded services' credentials. Resolves with whether it passed.
 */
export async function runPipeline({ endpoint }: S3Target): Promise<boolean> {
  const child = spawn(
    'npx',
    ['--no-install', 'vitest', 'run', '--project', 'e2e', 'test/e2e/store.test.ts'],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TEST_S3_ENDPOINT: endpoint },
    },
  )
  const [code] = await once(child, 'exit')
  return code === 0
}
