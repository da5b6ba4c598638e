import { type NetworkProfile, PROFILES } from '../workload.ts'
import { FaultPlan } from './fault-plan.ts'
import { Ledger } from './ledger.ts'
import { Pacer } from './pacer.ts'
import { EMPTY_TALLY, type Tally } from './tally.ts'

/** One subject's run on the sink: its line, its faults and its counters. */
export class Run {
  readonly profile: NetworkProfile
  readonly line: Pacer
  readonly faults: FaultPlan
  readonly ledger = new Ledger()
  readonly counts: Tally = { ...EMPTY_TALLY }

  constructor(profile: NetworkProfile = PROFILES.lan, seed = 1) {
    this.profile = profile
    this.line = new Pacer(profile.bytesPerSecond)
    this.faults = new FaultPlan(profile, seed)
  }

  tally(): Tally {
    const { stored, completed, sentTwice } = this.ledger
    return { ...this.counts, stored, completed, sentTwice, faultsMet: this.faults.met }
  }
}
