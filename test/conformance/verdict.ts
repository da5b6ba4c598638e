import type { ServerName } from './s3-target.ts'

/** A known difference of a server from Amazon's documentation. */
export interface Difference {
  server: ServerName
  /** The case's name. */
  case: string
  /** The server's observation. A pattern means that it varies, and may also be the documented one. */
  observed: string | RegExp
  reason: string
}

export type Verdict =
  | { kind: 'agrees' }
  | { kind: 'differs'; reason: string }
  /** Without a recorded reason. */
  | { kind: 'unexplained' }
  /** The recorded difference no longer exists, or is another one. */
  | { kind: 'outdated'; reason: string }

/** Judges an observation. Pure. */
export function judge(aws: string, observed: string, difference: Difference | undefined): Verdict {
  if (difference === undefined) return observed === aws ? { kind: 'agrees' } : { kind: 'unexplained' }
  const { reason } = difference
  const varies = difference.observed instanceof RegExp
  if (observed === aws) return varies ? { kind: 'agrees' } : { kind: 'outdated', reason }
  const isKnown =
    difference.observed instanceof RegExp
      ? difference.observed.test(observed)
      : difference.observed === observed
  return isKnown ? { kind: 'differs', reason } : { kind: 'outdated', reason }
}
