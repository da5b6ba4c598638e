import type { ImageHeader } from './image-transformer.ts'
import { estimateAnimationBytes } from './memory-budget.ts'
import type { VariantPlan } from './variant-plan.ts'

/**
 * How many frames animated variants get. An animation that has too many, or that does not fit into memory, is shown by
 * its first frame.
 */
export function animationFrames(
  header: ImageHeader,
  plan: VariantPlan,
  maxFrames: number,
  { memoryBytes }: { memoryBytes: number },
): { frames: number; isSkipped: boolean } {
  const animated = plan.variants.filter(({ spec }) => spec.animated)
  const isAnimation = header.frames > 1 && (header.format === 'gif' || header.format === 'webp')
  if (!isAnimation || animated.length === 0) return { frames: 1, isSkipped: false }
  const fits = estimateAnimationBytes(header, animated) <= memoryBytes
  return header.frames <= maxFrames && fits
    ? { frames: header.frames, isSkipped: false }
    : { frames: 1, isSkipped: true }
}
