/**
 * How long one request waits for AWS, in milliseconds. The longest, an upload in parts that is assembled and then
 * announced, still ends before gateways (29 s) and our own client (30 s) give up.
 */
export const deadlines = {
  /** For all that S3 is asked, except: */
  answerMs: 10_000,
  /** for listing and assembling parts, and */
  assemblyMs: 20_000,
  /** for announcing what was verified. Of its own, so that slow files do not take the time of the others. */
  publishMs: 6_000,
}
