/**
 * `npx tsx demo/aws/simulate-tiers.ts [ImageConcurrency]`: prints what 100, 10,000 and 1,000,000 uploads an hour use of AWS's
 * limits, the first wall of each, and how long a burst of 1,000 photos waits. `tiers.ts` has the assumptions.
 */
import { DEFAULT_LIMITS, type Tier, tierOf } from './tiers.ts'

const imageConcurrency = Number(process.argv[2] ?? DEFAULT_LIMITS.imageConcurrency)
if (!Number.isInteger(imageConcurrency) || imageConcurrency < 2) {
  process.stderr.write('ImageConcurrency is a whole number from 2.\n')
  process.exit(1)
}

process.stdout.write(`ImageConcurrency ${imageConcurrency}, twice the average in the busiest second\n`)
for (const uploadsPerHour of [100, 10_000, 1_000_000]) {
  const tier = tierOf({ uploadsPerHour, peak: 2, burst: 1_000 }, { ...DEFAULT_LIMITS, imageConcurrency })
  process.stdout.write(
    `\n${uploadsPerHour.toLocaleString('en')} uploads an hour (${rounded(tier.perSecond)} a second)\n`,
  )
  process.stdout.write(linesOf(tier).join(''))
}

function linesOf({ uses, burstWaitSeconds }: Tier): string[] {
  const first = uses.find(({ used, limit }) => used > limit)
  const wait = Number.isFinite(burstWaitSeconds)
    ? `${burstWaitSeconds} s`
    : 'for ever: images arrive faster than they are made'
  return [
    ...uses.map(({ name, used, limit }) => {
      const share = `${Math.round((100 * used) / limit)} %`
      return `  ${name.padEnd(38)}${rounded(used).padStart(8)} of ${String(limit).padStart(6)} ${share.padStart(8)}\n`
    }),
    `  a burst of 1,000 waits ${wait}\n`,
    `  first wall: ${first === undefined ? 'none' : first.name}\n`,
  ]
}

function rounded(value: number): string {
  return value >= 10 ? String(Math.round(value)) : value.toFixed(2)
}
