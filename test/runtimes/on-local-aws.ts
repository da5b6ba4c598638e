import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startLocalAws } from '../../demo/local/index.ts'
import { runJourney, type StepResult } from './journey.ts'
import type { Runtime } from './runtimes.ts'
import type { Adapter } from './snippets.ts'

/** Ignored by git, and beside the packages that the programs import. */
const programs = fileURLToPath(new URL('../../dist', import.meta.url))

export interface RuntimeResult {
  name: string
  version: string
  steps: readonly StepResult[]
}

/** The journey in each runtime, one after the other, on one embedded S3 and SNS. */
export async function onLocalAws(
  runtimes: readonly Runtime[],
  installed: string,
  print: (line: string) => void,
  adapter: Adapter = 'sdk',
): Promise<RuntimeResult[]> {
  mkdirSync(programs, { recursive: true })
  const folder = mkdtempSync(join(programs, 'runtimes-'))
  const aws = await startLocalAws({ lambda: false })
  const environment = {
    ...aws.environment,
    UPLOAD_SECRET: 'a-secret-of-at-least-thirty-two-bytes',
    UPLOAD_PUBLIC: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
  const results: RuntimeResult[] = []
  try {
    for (const runtime of runtimes) {
      const { name } = runtime
      const steps: StepResult[] = []
      try {
        const { fetch, stop } = await runtime.start({ installed, folder, adapter, environment })
        try {
          steps.push(...(await runJourney(fetch)))
        } finally {
          await stop()
        }
      } catch (error) {
        steps.push({ name: 'start', fault: error instanceof Error ? error.message : String(error) })
      }
      const version = runtime.version(installed)
      results.push({ name, version, steps })
      const faults = steps.filter(({ fault }) => fault !== null)
      print(`${name} ${version}, ${adapter}: ${steps.length - faults.length}/${steps.length}`)
      for (const step of faults) print(`  ${step.name}: ${step.fault}`)
    }
  } finally {
    await aws.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}
