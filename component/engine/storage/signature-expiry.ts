/**
 * Knows which signatures are over, so that nothing is sent with one that S3 would refuse.
 *
 * The visitor's clock may be wrong by hours, so it is never held against a date of the other side: what counts is how
 * long a signature lives, by the dates of whoever signed it, and how long ago it was asked for, by the clocks here.
 */
import type { PresignedPart, PresignedUpload } from '../../protocol.ts'

/** The first bytes need a while to S3, whose clock need not be the API's: so long before its end a signature is over. */
const MARGIN_MS = 15_000
/** But no more than this share of its life. */
const MOST_MARGIN = 0.25

/**
 * A moment on two clocks, in milliseconds. The monotonic one may stand still while a laptop sleeps, and the other may
 * be set back: whichever says that it is too late, is believed. Wrongly so costs one signature.
 */
export interface Moment {
  readonly steadyMs: number
  readonly wallMs: number
}

export class Signatures {
  readonly #steady: () => number
  readonly #goodUntil = new WeakMap<PresignedUpload | PresignedPart, Moment>()

  /** @param steady milliseconds of a monotonic clock */
  constructor(steady: () => number) {
    this.#steady = steady
  }

  /** To be taken before a signature is asked for: it is made some time after that. */
  now(): Moment {
    return { steadyMs: this.#steady(), wallMs: Date.now() }
  }

  /** A plan has come, maybe with parts. */
  came(presigned: PresignedUpload, askedAt: Moment): void {
    this.#note(presigned, askedAt, planLife(presigned, askedAt.wallMs))
    if (presigned.plan.kind === 'multipart') this.partsCame(presigned.plan.parts, askedAt)
  }

  partsCame(parts: readonly PresignedPart[], askedAt: Moment): void {
    for (const part of parts) this.#note(part, askedAt, urlLife(part.url))
  }

  /** S3 said so. */
  end(signed: PresignedUpload | PresignedPart): void {
    this.#goodUntil.delete(signed)
  }

  /** So is every one of a former visit: they are not written down. */
  isOver(signed: PresignedUpload | PresignedPart): boolean {
    const until = this.#goodUntil.get(signed)
    const { steadyMs, wallMs } = this.now()
    return until === undefined || steadyMs >= until.steadyMs || wallMs >= until.wallMs
  }

  #note(signed: PresignedUpload | PresignedPart, { steadyMs, wallMs }: Moment, lifeMs: number): void {
    const goodMs = lifeMs - Math.min(MARGIN_MS, lifeMs * MOST_MARGIN)
    this.#goodUntil.set(signed, { steadyMs: steadyMs + goodMs, wallMs: wallMs + goodMs })
  }
}

/** Nothing says how long: then only S3 knows. */
const UNKNOWN = Number.POSITIVE_INFINITY

/** Milliseconds from its signing. */
function planLife({ plan, expiresAt }: PresignedUpload, wallMs: number): number {
  // Only its parts are signed.
  if (plan.kind === 'multipart') return UNKNOWN
  if (plan.kind === 'put') return urlLife(plan.url)
  const [, date] = Object.entries(plan.fields).find(([name]) => name.toLowerCase() === 'x-amz-date') ?? []
  // Undated, it must be the clock here, unless that is ahead of all: then it says nothing.
  const lifeMs = Date.parse(expiresAt) - (date === undefined ? wallMs : parseAmzDate(date))
  return lifeMs > 0 ? lifeMs : UNKNOWN
}

function urlLife(url: string): number {
  const seconds = /[?&]X-Amz-Expires=(\d+)/i.exec(url)?.[1]
  return seconds === undefined ? UNKNOWN : Number(seconds) * 1000
}

/** `20261231T235959Z`, in UTC. */
function parseAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'))
}
