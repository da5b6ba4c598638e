/** What one check found. */
export interface Finding {
  /** Stable name of the check, in kebab case. */
  readonly check: string
  /** Who would meet the fault. */
  readonly role: 'browser' | 'api' | 'function'
  /** `skipped`: it could not be asked here; the detail says why. */
  readonly outcome: 'ok' | 'warning' | 'failure' | 'skipped'
  /** What was seen, in one sentence. */
  readonly detail: string
  /** What a visitor sees of the fault. */
  readonly visitor?: string
  readonly change?: string
  /** What to paste, as AWS's consoles and tools take it. */
  readonly document?: unknown
}

/** Takes findings as they are made: what was found before an interruption counts. */
export type Report = (...findings: readonly Finding[]) => void

export type Check = Pick<Finding, 'check' | 'role'>

type Fault = Pick<Finding, 'visitor' | 'change' | 'document'>

export const ok = (check: Check, detail: string): Finding => ({ ...check, outcome: 'ok', detail })
export const skipped = (check: Check, detail: string): Finding => ({ ...check, outcome: 'skipped', detail })
export const warning = (check: Check, detail: string, fault: Fault): Finding => ({
  ...check,
  outcome: 'warning',
  detail,
  ...fault,
})
export const failure = (check: Check, detail: string, fault: Fault): Finding => ({
  ...check,
  outcome: 'failure',
  detail,
  ...fault,
})
