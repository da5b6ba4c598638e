/**
 * Knows which signatures are expired, so that nothing is sent with one that S3 would refuse.
 *
 * The visitor's clock may be wrong by hours, so it is never compared with a date of the API: what counts is how long a
 * signature is valid, by the signer's own dates, and how long ago it was requested, by the clocks here.
 */
import type { PresignedPart, PresignedUpload } from '../../protocol.ts'

/**
 * A signature counts as expired 15 s before its end, because the first bytes take a while to S3 and S3's clock may
 * differ from the API's; at most a quarter of its validity.
 */
const MARGIN = { ms: 15_000, maxShare: 0.25 }

/**
 * The same moment on two clocks, in milliseconds. The monotonic one may stop while a laptop sleeps, the wall clock may
 * be set back: the one that says "expired" wins, and a mistake costs one signature.
 */
export interface DualClock {
  readonly steadyMs: number
  readonly wallMs: number
}

export class SignatureExpiry {
  readonly #steady: () => number
  readonly #validUntil = new WeakMap<PresignedUpload | PresignedPart, DualClock>()

  /** @param steady milliseconds of a monotonic clock */
  constructor(steady: () => number) {
    this.#steady = steady
  }

  /** Read before a signature is requested: it is made later than that. */
  now(): DualClock {
    return { steadyMs: this.#steady(), wallMs: Date.now() }
  }

  /** Records a plan and its parts. @param requestedAt `now()` from before the request */
  recordPlan(presigned: PresignedUpload, requestedAt: DualClock): void {
    this.#record(presigned, requestedAt, planValidity(presigned, requestedAt.wallMs))
    if (presigned.plan.kind === 'multipart') this.recordParts(presigned.plan.parts, requestedAt)
  }

  recordParts(parts: readonly PresignedPart[], requestedAt: DualClock): void {
    for (const part of parts) this.#record(part, requestedAt, urlValidity(part.url))
  }

  /** S3 answered that the signature is expired. */
  expire(signed: PresignedUpload | PresignedPart): void {
    this.#validUntil.delete(signed)
  }

  /** True for what was never recorded too: the validity of a signature from an earlier visit is unknown. */
  isExpired(signed: PresignedUpload | PresignedPart): boolean {
    const until = this.#validUntil.get(signed)
    const { steadyMs, wallMs } = this.now()
    return until === undefined || steadyMs >= until.steadyMs || wallMs >= until.wallMs
  }

  #record(
    signed: PresignedUpload | PresignedPart,
    { steadyMs, wallMs }: DualClock,
    validityMs: number,
  ): void {
    const usableMs = validityMs - Math.min(MARGIN.ms, validityMs * MARGIN.maxShare)
    this.#validUntil.set(signed, { steadyMs: steadyMs + usableMs, wallMs: wallMs + usableMs })
  }
}

/** No date and no duration: only S3 knows. */
const UNKNOWN = Number.POSITIVE_INFINITY

/** Milliseconds since the plan was signed. */
function planValidity({ plan, expiresAt }: PresignedUpload, wallMs: number): number {
  // Only its parts are signed.
  if (plan.kind === 'multipart') return UNKNOWN
  if (plan.kind === 'put') return urlValidity(plan.url)
  const [, date] = Object.entries(plan.fields).find(([name]) => name.toLowerCase() === 'x-amz-date') ?? []
  // A form without a date is compared with the clock here; where that is ahead, the result is negative and means nothing.
  const validityMs = Date.parse(expiresAt) - (date === undefined ? wallMs : parseAmzDate(date))
  return validityMs > 0 ? validityMs : UNKNOWN
}

function urlValidity(url: string): number {
  const seconds = /[?&]X-Amz-Expires=(\d+)/i.exec(url)?.[1]
  return seconds === undefined ? UNKNOWN : Number(seconds) * 1000
}

/** `20261231T235959Z`, in UTC. */
function parseAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'))
}
