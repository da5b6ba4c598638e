import type { ServerName } from './s3-target.ts'

/** A place where a server is known to answer otherwise than Amazon documents. */
export interface Difference {
  server: ServerName
  /** The case's name. */
  case: string
  /** What it answers instead. A pattern means that the answer varies, and may also be the right one. */
  observed: string | RegExp
  reason: string
}

export type Verdict =
  | { kind: 'agrees' }
  | { kind: 'differs'; reason: string }
  /** Nobody has explained this one. */
  | { kind: 'unexplained' }
  /** The table names a difference that is not there any more, or is another one. */
  | { kind: 'outdated'; reason: string }

/** Pure: what an observation means. */
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
