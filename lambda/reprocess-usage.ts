/** Uploads at a time. */
export const DEFAULT_CONCURRENCY = 2

/** Apart from the command, so that it can be printed where sharp and the AWS SDK are not installed. */
export const REPROCESS_USAGE = `Usage: s3-uploader reprocess --bucket NAME (--key KEY | --prefix PREFIX | --list FILE) [OPTIONS]

Makes the images of stored uploads again, with the variables of the function and the credentials that the AWS SDK finds.

  --bucket NAME          where the uploads are
  --key KEY              one upload; may be repeated
  --prefix PREFIX        all uploads whose keys begin with it
  --list FILE            one key a line
  --force                also those that the same settings have processed already
  --concurrency N        uploads at a time, from 1 to 64; default: ${DEFAULT_CONCURRENCY}
  --help

Exit codes: 0 all are processed, 1 some could not be read or written, 2 wrong usage.
`
