/**
 * Removes the checksum that the AWS SDK adds by itself.
 *
 * A presigned command has no body, so the SDK signs the CRC32 of nothing, and stores then miss or expect it. Our own
 * client is configured not to; one that the host passes may be configured otherwise. A middleware of the `build` step.
 */
export function dropUnsolicitedChecksum<Args extends { request: unknown }, Result>(
  next: (args: Args) => Promise<Result>,
): (args: Args) => Promise<Result> {
  return (args) => {
    const { request } = args
    if (typeof request === 'object' && request !== null && 'headers' in request) {
      const { headers } = request
      if (typeof headers === 'object' && headers !== null) {
        for (const name of Object.keys(headers)) {
          if (/^x-amz-(checksum-crc|sdk-checksum)/.test(name)) Reflect.deleteProperty(headers, name)
        }
      }
    }
    return next(args)
  }
}
