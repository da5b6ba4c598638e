/** What AWS has to be told for an API of these options, as the JSON documents that its consoles and tools take. */
import type { Env } from 'hono'
import { readSettings } from './settings.ts'
import type { UploadsOptions } from './uploads-options.ts'

export interface AwsRules {
  /** By bucket that uploads are stored in. */
  buckets: Readonly<Record<string, BucketRules>>
  /** The policy of the API's role. */
  role: PolicyDocument
}

export interface BucketRules {
  /** `CORSRules` for browsers. */
  cors: readonly object[]
  /** `Rules` of the lifecycle: what was never completed goes. */
  lifecycle: readonly object[]
  /** Refuses what the API never signs, even to its own role. */
  policy: PolicyDocument
}

export interface PolicyDocument {
  Version: '2012-10-17'
  Statement: readonly object[]
}

const DAY_SECONDS = 86_400

/**
 * @param origins of the pages that upload, for example `https://app.example.com`.
 * @throws {ConfigError} as `uploads` does
 */
export function awsRules<E extends Env = Env>(
  options: UploadsOptions<E>,
  origins: readonly string[],
): AwsRules {
  const settings = readSettings<E, UploadsOptions<E>>(options)
  const routes = [...settings.routeTable.values()]
  const names = [...new Set(routes.map(({ target }) => target.bucket))]
  const bucketRules = names.map((bucket): [string, BucketRules] => {
    const own = routes.filter(({ target }) => target.bucket === bucket)
    const prefixes = [...new Set(own.map(({ target }) => target.prefix))]
    // AWS has forms.
    const methods = new Set(own.map(({ method }) => (method === 'auto' ? 'post' : method)))
    const place = { bucket, prefixes, methods, pendingPrefix: settings.pendingPrefix }
    const longestSeconds = Math.max(...own.map(({ rules }) => rules.expiresInSeconds))
    return [
      bucket,
      {
        cors: cors(origins, methods),
        lifecycle: lifecycle(place, settings.multipartWithinSeconds),
        policy: bucketPolicy(place, longestSeconds),
      },
    ]
  })
  return { buckets: Object.fromEntries(bucketRules), role: rolePolicy(settings, routes, names) }
}

interface Place {
  bucket: string
  prefixes: readonly string[]
  methods: ReadonlySet<'post' | 'put'>
  pendingPrefix: string
}

function cors(origins: readonly string[], methods: Place['methods']): object[] {
  return [
    {
      AllowedOrigins: origins,
      AllowedMethods: ['POST', 'PUT', 'GET'],
      // A PUT has a header for every fact that a form has a field for.
      AllowedHeaders: methods.has('put') ? ['*'] : ['content-type', 'x-amz-checksum-sha256'],
      ExposeHeaders: ['ETag', 'x-amz-request-id'],
      MaxAgeSeconds: 3000,
    },
  ]
}

function lifecycle({ prefixes, pendingPrefix }: Place, multipartWithinSeconds: number): object[] {
  const multipartDays = Math.ceil(multipartWithinSeconds / DAY_SECONDS)
  return [
    {
      ID: 'pending-uploads',
      Status: 'Enabled',
      Filter: { Prefix: pendingPrefix },
      Expiration: { Days: 1 },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    },
    ...prefixes.map((prefix) => ({
      ID: `incomplete-uploads-${prefix.replaceAll('/', '-')}`,
      Status: 'Enabled',
      Filter: { Prefix: prefix },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: multipartDays },
    })),
  ]
}

function bucketPolicy(
  { bucket, prefixes, methods, pendingPrefix }: Place,
  longestSeconds: number,
): PolicyDocument {
  const arn = `arn:aws:s3:::${bucket}`
  const pending = `${arn}/${pendingPrefix}*`
  const authTypes = [...methods].map((method) => (method === 'post' ? 'POST' : 'REST-QUERY-STRING'))
  const deny = (Sid: string, Action: string, Resource: string | readonly string[], Condition: object) => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource,
    Condition,
  })
  return {
    Version: '2012-10-17',
    Statement: [
      deny('OnlyTls', 's3:*', [arn, `${arn}/*`], { Bool: { 'aws:SecureTransport': 'false' } }),
      deny('PendingOnlyAsPlanned', 's3:PutObject', pending, {
        StringNotEquals: { 's3:authType': authTypes },
      }),
      deny('PendingOnlyByYoungSignature', 's3:PutObject', pending, {
        NumericGreaterThan: { 's3:signatureAge': longestSeconds * 1000 },
      }),
      // Parts have no condition of their own: the operation that makes the object has.
      deny(
        'NeverOverwrite',
        's3:PutObject',
        prefixes.map((prefix) => `${arn}/${prefix}*`),
        { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      ),
    ],
  }
}

type Settings = ReturnType<typeof readSettings>
type Route = Settings['routeTable'] extends ReadonlyMap<string, infer Value> ? Value : never

function rolePolicy(
  {
    derivedBucket,
    derivedPrefix,
    pendingPrefix,
  }: Pick<Settings, 'derivedBucket' | 'derivedPrefix' | 'pendingPrefix'>,
  routes: readonly Route[],
  buckets: readonly string[],
): PolicyDocument {
  const allow = (Action: readonly string[], Resource: readonly string[]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  })
  const objects = routes.flatMap(({ target: { bucket, prefix } }) => [
    `arn:aws:s3:::${bucket}/${prefix}*`,
    `arn:aws:s3:::${bucket}/${pendingPrefix}*`,
  ])
  const keys = routes.flatMap(({ attributes: { kmsKeyId } }) =>
    kmsKeyId?.startsWith('arn:') ? [kmsKeyId] : [],
  )
  const topics = routes.map(({ target }) => target.topicArn).filter((topicArn) => topicArn !== '')
  const withTags = routes.some(({ attributes }) => attributes.tags !== undefined)
  const withAcl = routes.some(({ attributes }) => attributes.acl !== undefined)
  const actions = [
    's3:PutObject',
    's3:GetObject',
    's3:DeleteObject',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
    ...(withTags ? ['s3:PutObjectTagging'] : []),
    ...(withAcl ? ['s3:PutObjectAcl'] : []),
  ]
  return {
    Version: '2012-10-17',
    Statement: [
      allow(actions, [...new Set(objects)]),
      allow(['s3:GetObject'], [`arn:aws:s3:::${derivedBucket}/${derivedPrefix}*`]),
      // Without it S3 answers 403 instead of 404 for what is not there.
      allow(
        ['s3:ListBucket'],
        [...new Set([...buckets, derivedBucket])].map((bucket) => `arn:aws:s3:::${bucket}`),
      ),
      ...(topics.length === 0 ? [] : [allow(['sns:Publish'], [...new Set(topics)])]),
      ...(keys.length === 0 ? [] : [allow(['kms:GenerateDataKey', 'kms:Decrypt'], [...new Set(keys)])]),
    ],
  }
}
