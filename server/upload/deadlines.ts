/**
 * How long one request waits for AWS, in milliseconds. The longest sum is that of an upload in parts: 8 + 5 + 6 = 19 s. The
 * functions of the host have `hookTimeoutMs` each: with its default of 5 s, `authorize` and one hook keep the whole request
 * at the 29 s of gateways and below the 30 s of our own client.
 */
export const DEADLINES = {
  /** For every call to S3 except those for parts. */
  requestMs: 10_000,
  /** For listing and assembling parts. Then the response is `assembling`, and the work goes on. */
  assemblyWaitMs: 8_000,
  /** For reading the object that was made of parts. Counted separately, so a long assembly leaves time for it. */
  assembledMs: 5_000,
  /** For signing: no network call, but credentials may have to be fetched. */
  signMs: 5_000,
  /** For deleting what is refused. */
  discardMs: 3_000,
  /** For publishing. Counted separately, so slow files do not use up the time of the others. */
  publishMs: 6_000,
  /** For an assembly that goes on without a request. S3 takes minutes for 10,000 parts. */
  assemblyMs: 20 * 60_000,
}
