/**
 * When signatures expire, so that nothing is sent with one that S3 would refuse. Pure.
 *
 * The visitor's clock may be wrong by hours, so it is never compared with a date of the server: what counts is how long
 * a signature lives, by the dates of the server that signed it, and how long ago it was requested, by the clocks here.
 */
import type { PresignedUpload } from '../../protocol.ts'
import { addMs, type DualClock, hasPassed } from '../upload/dual-clock.ts'
import type { UploadSession } from '../upload/upload-session.ts'

/** The first bytes take time to reach S3, whose clock need not be the API's: a signature counts as expired this early. */
const MARGIN_MS = 15_000
/** Upper bound of the margin, as a share of the signature's life. */
const MAX_MARGIN = 0.25
/** Where nothing tells how long a signature lives: then only S3 knows. */
const UNKNOWN_MS = Number.POSITIVE_INFINITY

/** Whether the plan's own signature has expired. Plans of an earlier visit have: their signatures are not saved. */
export function isPlanExpired({ presigned, signedAt }: UploadSession, now: DualClock): boolean {
  return signedAt === null || hasPassed(expiryOf(signedAt, planLifeMs(presigned, signedAt.wallMs)), now)
}

/** @param signedAt when the URL was requested */
export function isUrlExpired(url: string, signedAt: DualClock, now: DualClock): boolean {
  return hasPassed(expiryOf(signedAt, urlLifeMs(url)), now)
}

function expiryOf(signedAt: DualClock, lifeMs: number): DualClock {
  return addMs(signedAt, lifeMs - Math.min(MARGIN_MS, lifeMs * MAX_MARGIN))
}

function planLifeMs({ plan, expiresAt }: PresignedUpload, signedAtMs: number): number {
  // Only its parts are signed.
  if (plan.kind === 'multipart') return UNKNOWN_MS
  if (plan.kind === 'put') return urlLifeMs(plan.url)
  const [, date] = Object.entries(plan.fields).find(([name]) => name.toLowerCase() === 'x-amz-date') ?? []
  // Without a date, the clock here must do, unless it is ahead of the expiry: then it tells nothing.
  const lifeMs = Date.parse(expiresAt) - (date === undefined ? signedAtMs : parseAmzDate(date))
  return lifeMs > 0 ? lifeMs : UNKNOWN_MS
}

function urlLifeMs(url: string): number {
  const seconds = /[?&]X-Amz-Expires=(\d+)/i.exec(url)?.[1]
  return seconds === undefined ? UNKNOWN_MS : Number(seconds) * 1000
}

/** `20261231T235959Z`, in UTC. */
function parseAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'))
}
