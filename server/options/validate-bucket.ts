/** Names under which uploads cannot be stored, with the reason. Pure. */

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

/** By how a name ends, begins or looks. Buckets of these kinds lack forms, copies or conditions of writes. */
const IMPOSSIBLE: readonly (readonly [RegExp, string])[] = [
  [/^arn:[\w-]+:s3-object-lambda:/, 'is an Object Lambda access point, which stores nothing'],
  [
    /^arn:[\w-]+:s3::\d*:accesspoint\/|\.mrap$/,
    'is a Multi-Region Access Point, which takes no presigned form: name the bucket of one region',
  ],
  [
    /^arn:[\w-]+:s3-outposts:/,
    'is an access point of S3 on Outposts, which takes no presigned form: name a bucket of a region',
  ],
  [
    /^arn:[\w-]+:s3:[^:]+:\d*:accesspoint/,
    'is the ARN of an access point, which takes no presigned form: name its alias, which ends with -s3alias',
  ],
  [/^arn:[\w-]+:s3:::/, 'is the ARN of a bucket: give its name alone'],
  [
    /--x-s3$/,
    'is a directory bucket (S3 Express One Zone), which takes no presigned form and no conditional copy: name a general purpose bucket',
  ],
  [
    /--xa-s3$/,
    'is an access point of a directory bucket (S3 Express One Zone): name a general purpose bucket',
  ],
  [/--table-s3$/, 'is a table bucket, which stores no objects'],
  [/--ol-s3$/, 'is an Object Lambda access point, which stores nothing'],
  [/^xn--|^sthree-|^amzn-s3-demo-/, 'begins with a word that S3 reserves'],
  [/\.\.|\.-|-\./, 'is not a bucket name: dots must have letters or digits on both sides'],
  [/^\d+\.\d+\.\d+\.\d+$/, 'looks like an IP address, which S3 allows for no bucket'],
]

export function validateBucket(bucket: unknown, option: string, faults: string[]): void {
  if (typeof bucket !== 'string' || bucket === '') {
    faults.push(`${option} is missing: the name of an S3 bucket`)
    return
  }
  const [, reason] = IMPOSSIBLE.find(([pattern]) => pattern.test(bucket)) ?? []
  if (reason !== undefined) faults.push(`${option} ${reason}`)
  else if (!NAME.test(bucket)) faults.push(`${option} is not a plain bucket name`)
}
