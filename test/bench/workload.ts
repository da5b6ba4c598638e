/** Files and lines of the benchmark. After a change of counts or sizes, earlier figures are not comparable. */

const KIBIBYTE = 1024
const MEBIBYTE = 1024 ** 2

export type WorkloadName = 'W1' | 'W2' | 'W3' | 'W5'
export type ProfileName = 'lan' | 'wan' | 'faults' | 'far' | 'product'

export const WORKLOAD_NAMES: readonly WorkloadName[] = ['W1', 'W2', 'W3', 'W5']
export const PROFILE_NAMES: readonly ProfileName[] = ['lan', 'wan', 'faults', 'far', 'product']

/** Speed and faults of the sink. */
export interface NetworkProfile {
  /** Delay of each response in milliseconds, also of preflights and API calls. */
  readonly responseMs: number
  /** For all request bodies together. */
  readonly bytesPerSecond: number
  readonly connectionBytesPerSecond: number
  /** Share of the files whose first request gets 503 SlowDown. */
  readonly busy: number
  /** `product`: the product's own API on the embedded S3; `counted`: one that signs nothing. */
  readonly api: 'counted' | 'product'
  /** Share of the files whose first request loses its connection halfway. */
  readonly reset: number
}

const UNLIMITED = Number.POSITIVE_INFINITY

const LAN: NetworkProfile = {
  responseMs: 0,
  bytesPerSecond: UNLIMITED,
  connectionBytesPerSecond: UNLIMITED,
  busy: 0,
  reset: 0,
  api: 'counted',
}

export const PROFILES: Readonly<Record<ProfileName, NetworkProfile>> = {
  lan: LAN,
  wan: { ...LAN, responseMs: 40, bytesPerSecond: 25e6, connectionBytesPerSecond: 8e6 },
  faults: { ...LAN, responseMs: 10, busy: 0.02, reset: 0.01 },
  product: { ...LAN, api: 'product' },
  far: { ...LAN, responseMs: 150, connectionBytesPerSecond: 1e6 },
}

export interface Workload {
  readonly name: WorkloadName
  readonly profile: ProfileName
  readonly count: number
  /** Bytes of each file. */
  readonly size: number
  /** `2,000 × 20 KiB` */
  readonly title: string
  /** A slower subject is stopped. */
  readonly limitSeconds: number
}

export const WORKLOADS: readonly Workload[] = [
  workload('W1', 'lan', 1, 1024 * MEBIBYTE),
  workload('W2', 'lan', 200, MEBIBYTE),
  workload('W3', 'lan', 2_000, 20 * KIBIBYTE),
  workload('W1', 'wan', 1, 128 * MEBIBYTE),
  workload('W2', 'wan', 100, MEBIBYTE),
  workload('W3', 'wan', 500, 20 * KIBIBYTE),
  workload('W2', 'faults', 100, MEBIBYTE),
  workload('W3', 'faults', 500, 20 * KIBIBYTE),
  workload('W1', 'far', 1, 128 * MEBIBYTE),
  workload('W5', 'product', 10_000, 2 * KIBIBYTE, 400),
]

function workload(
  name: WorkloadName,
  profile: ProfileName,
  count: number,
  size: number,
  limitSeconds = 100,
): Workload {
  const amount = size < MEBIBYTE ? `${size / KIBIBYTE} KiB` : `${size / MEBIBYTE} MiB`
  return { name, profile, count, size, title: `${count.toLocaleString('en')} × ${amount}`, limitSeconds }
}
