import { createHash } from 'node:crypto'
import type { Config } from './config.ts'
import type { MadeWith } from './manifest.ts'

/** Raised with every change of this code that changes results: stored results are then made again on redelivery. */
const PROCESSOR_RELEASE = 2

/** @param decoders version of the image library */
export function madeWith(config: Config, decoders: string): MadeWith {
  return {
    processor: `${PROCESSOR_RELEASE} (${decoders})`,
    variants: hashOf([config.output, config.variants, config.maxFrames, config.watermark]),
    limits: hashOf([config.maxInputBytes, config.maxInputPixels, config.memoryBytes]),
  }
}

/** Whether the present settings would give the same result: of a failure the limits count too. */
export function isSameResult(kind: 'ready' | 'failed', former: MadeWith | null, present: MadeWith): boolean {
  if (former === null) return false
  const isSame = former.processor === present.processor && former.variants === present.variants
  return isSame && (kind === 'ready' || former.limits === present.limits)
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)
}
