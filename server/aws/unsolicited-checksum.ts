/**
 * Takes back the checksum that the AWS SDK computes unasked.
 *
 * When it presigns, it has no body and signs the CRC32 of nothing, which stores then miss or expect. Our own client is
 * told not to; one that the host gave us may have been told otherwise. A middleware of the `build` step.
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
