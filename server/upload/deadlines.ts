/**
 * How long one request waits for AWS, in milliseconds. The sum of the longest two, assembling parts and then
 * publishing, is 26 s: below the 29 s of gateways and the 30 s of our own client.
 */
export const DEADLINES = {
  /** For every call to S3 except those for parts. */
  requestMs: 10_000,
  /** For listing and assembling parts. */
  assemblyMs: 20_000,
  /** For publishing. Counted separately, so slow files do not use up the time of the others. */
  publishMs: 6_000,
}
