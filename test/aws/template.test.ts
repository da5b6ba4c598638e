/** What the template promises: least privilege, no message without a second place, one set of rules with the server. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../lambda/config.ts'
import { awsRules } from '../../server/index.ts'
import { lambdaConfig } from '../../server/lambda-config.ts'
import { resolveTemplate, template } from './resolve-template.ts'
import { statementsOf } from './statements.ts'

const { Resources } = resolveTemplate()
const direct = resolveTemplate({ Delivery: 'direct', ImageConcurrency: 25 }).Resources
const source = readFileSync(new URL('../../demo/aws/template.yaml', import.meta.url), 'utf8')

const properties = (id: string, from = Resources) => from[id]?.Properties ?? {}
const ofType = (type: string, from = Resources) =>
  Object.entries(from).flatMap(([id, resource]) => (resource.Type === type ? [id] : []))
const environmentOf = (id: string, from = Resources) => {
  const { Variables } = Object(properties(id, from).Environment) as { Variables: Record<string, string> }
  return Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, String(value)]))
}
const bucket = String(properties('UploadBucket').BucketName)

describe('the template', () => {
  it('fits into a request to CloudFormation', () => {
    expect(Buffer.byteLength(source)).toBeLessThan(51_200)
  })

  it('uses every parameter and every condition', () => {
    const used = JSON.stringify([template.Resources, template.Conditions, template.Outputs])
    const names = [...Object.keys(template.Parameters), ...Object.keys(template.Conditions)]
    const uses = (name: string) =>
      [`"Ref":"${name}"`, `\${${name}}`, `"Condition":"${name}"`, `"Fn::If":["${name}"`].some((text) =>
        used.includes(text),
      )
    expect(names.filter((name) => !uses(name))).toEqual([])
  })

  it('names its bucket as CloudFormation’s ids allow', () => {
    expect(bucket).toBe('photos-uploads-0a1b2c3d4e5f')
  })

  it.each(['UploadBucket', 'PageBucket'])(
    'keeps %s private, encrypted, owned and without notifications',
    (id) => {
      expect(properties(id)).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: expect.anything(),
      })
      // A bucket that invokes the function which writes to it is a loop without end.
      expect(properties(id)).not.toHaveProperty('NotificationConfiguration')
    },
  )

  it('keeps the uploads when the stack is deleted', () => {
    expect(template.Resources.UploadBucket).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    })
  })

  it('uses a bucket and a topic of others instead of its own, with the same roles', () => {
    const own = { ExistingBucket: 'acme-photos', ExistingTopicArn: 'arn:aws:sns:us-east-1:1:acme-uploads' }
    const accelerated = { TransferAcceleration: 'true' }
    const { Resources: resources, Outputs } = resolveTemplate({ ...own, ...accelerated })
    const made = resolveTemplate(accelerated).Resources
    for (const id of ['UploadBucket', 'UploadBucketPolicy', 'UploadTopic'])
      expect(resources).not.toHaveProperty(id)
    const swapped = (id: string) =>
      JSON.stringify(made[id]?.Properties)
        .replaceAll(bucket, own.ExistingBucket)
        .replaceAll('arn:aws:sns:us-east-1:000000000000:UploadTopic', own.ExistingTopicArn)
        .replaceAll('UploadTopic-TopicName', 'acme-uploads')
    for (const id of Object.keys(resources))
      expect(JSON.stringify(resources[id]?.Properties)).toBe(swapped(id))
    expect(Outputs).toMatchObject({ ExistingBucketName: own.ExistingBucket, TopicArn: own.ExistingTopicArn })
    // Only what the stack made is removed with it.
    expect(Outputs).not.toHaveProperty('UploadBucket')
  })

  it('lets pages of its own address, its domain and named origins upload', () => {
    const origins = (parameters: Record<string, string>) => {
      const { CorsConfiguration } = properties('UploadBucket', resolveTemplate(parameters).Resources)
      return Object(CorsConfiguration).CorsRules[0].AllowedOrigins
    }
    const own = 'https://distribution.cloudfront.net'
    expect(origins({})).toEqual([own])
    expect(
      origins({
        DomainName: 'photos.example.com',
        CertificateArn: 'arn',
        AllowedOrigins: 'https://a.example,https://b.example',
      }),
    ).toEqual([own, 'https://photos.example.com', 'https://a.example', 'https://b.example'])
  })
})

describe('the rules of the server', () => {
  const options = { bucket, topicArn: String(resolveTemplate().Outputs.TopicArn) }
  const rules = awsRules({ ...options, secret: 'x'.repeat(32), region: 'us-east-1', authorize: 'public' }, [
    'https://distribution.cloudfront.net',
  ])

  it('are the bucket’s CORS rules', () => {
    const { CorsConfiguration } = properties('UploadBucket')
    const exported = Object(CorsConfiguration).CorsRules.map(
      ({ ExposedHeaders, MaxAge, ...rule }: Record<string, unknown>) => ({
        ...rule,
        ExposeHeaders: ExposedHeaders,
        MaxAgeSeconds: MaxAge,
      }),
    )
    expect(exported).toEqual(rules.buckets[bucket]?.cors)
  })

  it('are in its lifecycle', () => {
    const { LifecycleConfiguration } = properties('UploadBucket')
    const exported = Object(LifecycleConfiguration).Rules.map(
      ({ Id, Prefix, ExpirationInDays, ...rule }: Record<string, unknown>) => ({
        ID: Id,
        Filter: { Prefix },
        ...(ExpirationInDays === undefined ? {} : { Expiration: { Days: ExpirationInDays } }),
        ...rule,
      }),
    )
    expect(exported).toEqual(expect.arrayContaining([...(rules.buckets[bucket]?.lifecycle ?? [])]))
  })

  it('are its policy, and the one of the API’s role', () => {
    const { Statement } = Object(properties('UploadBucketPolicy').PolicyDocument)
    const asList = (statements: readonly object[]) =>
      statements.map((one) => statementsOf({ Statement: [one] })[0])
    expect(asList(Statement)).toEqual(asList(rules.buckets[bucket]?.policy.Statement ?? []))
    const withoutSid = asList(rules.role.Statement).map((one) => ({ ...one, Sid: expect.any(String) }))
    expect(asList(Object(properties('ApiPolicy').PolicyDocument).Statement)).toEqual(
      expect.arrayContaining(withoutSid),
    )
  })

  it('let stripped originals replace what was uploaded', () => {
    const { Resources: stripping } = resolveTemplate({ StripOriginal: 'true' })
    const sids = (id: string) => statementsOf(properties(id, stripping).PolicyDocument).map(({ Sid }) => Sid)
    expect(sids('UploadBucketPolicy')).not.toContain('NeverOverwrite')
    expect(sids('ImagePolicy')).toContain('StripOriginals')
  })
})

describe('permissions', () => {
  const policies = [
    Resources,
    direct,
    resolveTemplate({ EncryptionKeyArn: 'arn:aws:kms:us-east-1:0:key/1' }).Resources,
  ]
    .flatMap((from) => ofType('AWS::IAM::Policy', from).map((id) => properties(id, from).PolicyDocument))
    .flatMap(statementsOf)

  it('name every action, and every resource down to the folder', () => {
    const wide = policies.filter(
      ({ Action, Resource }) =>
        Action.some((action) => action.includes('*')) ||
        Resource.some((arn) =>
          /\*/.test(arn.replace(/^arn:aws:s3:::[a-z0-9-]+\/(uploads|pending|derived)\/\*$/, '')),
        ),
    )
    expect(policies.length).toBeGreaterThan(20)
    expect(wide).toEqual([])
  })

  it('are inline or attached to nothing else: no role has a policy of AWS', () => {
    for (const id of ofType('AWS::IAM::Role')) {
      expect(properties(id)).not.toHaveProperty('ManagedPolicyArns')
      expect(properties(id)).not.toHaveProperty('Policies')
    }
  })

  it('of queues are for one sender each', () => {
    for (const id of ofType('AWS::SQS::QueuePolicy')) {
      for (const statement of Object(properties(id).PolicyDocument).Statement) {
        expect(statement).toMatchObject({
          Action: 'sqs:SendMessage',
          Condition: { ArnEquals: expect.anything() },
        })
      }
    }
  })
})

describe('delivery', () => {
  it('hides a message for six times the function’s timeout', () => {
    expect(properties('ImageQueue').VisibilityTimeout).toBe(6 * Number(properties('ImageFunction').Timeout))
  })

  it('reports failed messages one by one, and bounds what runs at a time', () => {
    expect(properties('ImageMapping')).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    })
    expect(properties('ImageFunction', direct).ReservedConcurrentExecutions).toBe(25)
  })

  it.each([
    ['queue', Resources],
    ['direct', direct],
  ])('has dead letters behind every asynchronous edge, %s', (_, from) => {
    const edges = [
      ...ofType('AWS::SNS::Subscription', from).map((id) => properties(id, from).RedrivePolicy),
      ...ofType('AWS::Events::Rule', from).flatMap((id) =>
        (properties(id, from).Targets as Record<string, unknown>[]).map((target) => target.DeadLetterConfig),
      ),
      // Events and SNS invoke these; function URLs and queues wait for the response.
      ...['ImageFunction', 'SweepFunction'].map((id) => properties(id, from).DeadLetterConfig),
      ...ofType('AWS::SQS::Queue', from).flatMap((id) =>
        id === 'ImageQueue' ? [properties(id).RedrivePolicy] : [],
      ),
    ]
    for (const edge of edges) expect(JSON.stringify(edge)).toMatch(/arn:aws:sqs:[^"]+DeadLetters/)
    expect(edges.length).toBeGreaterThanOrEqual(4)
  })

  it.each([
    ['queue', Resources],
    ['direct', direct],
  ])('raises an alarm for any dead letter, %s', (_, from) => {
    const watched = ofType('AWS::CloudWatch::Alarm', from).flatMap((id) => {
      const { MetricName, Threshold, Dimensions } = properties(id, from)
      const isCount = MetricName === 'ApproximateNumberOfMessagesVisible' && Threshold === 0
      return isCount ? (Dimensions as { Value: string }[]).map(({ Value }) => Value) : []
    })
    const queues = ofType('AWS::SQS::Queue', from).filter((id) => id !== 'ImageQueue')
    expect(watched.sort()).toEqual(queues.map((id) => `${id}-QueueName`).sort())
  })

  it('cannot feed itself: nothing that the image function writes announces an upload', () => {
    expect(environmentOf('ImageFunction')).not.toHaveProperty('RESULT_TOPIC_ARN')
    const publishers = ['ImagePolicy'].flatMap((id) => statementsOf(properties(id).PolicyDocument))
    expect(publishers.flatMap(({ Action }) => Action)).not.toContain('sns:Publish')
  })
})

describe('the functions', () => {
  it.each(['ImageFunction', 'ApiFunction', 'SweepFunction'])(
    '%s runs on arm64 with a log of its own',
    (id) => {
      expect(properties(id)).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
      })
      expect(Object.keys(Object(properties(id).LoggingConfig))).toEqual(['LogGroup'])
    },
  )

  /** Variables that `read` asks for. */
  async function namesRead(env: Record<string, string>, read: (env: Record<string, string>) => unknown) {
    const asked = new Set<string>()
    const recorded = new Proxy(env, {
      get: (target, name) => {
        asked.add(String(name))
        return Reflect.get(target, name)
      },
    })
    await read(recorded)
    return asked
  }

  it('image: has only variables that its code reads, and starts with them', async () => {
    const variables = environmentOf('ImageFunction')
    const asked = await namesRead(variables, readConfig)
    // Read by the C library of Lambda.
    expect(Object.keys(variables).filter((name) => !asked.has(name))).toEqual(['MALLOC_ARENA_MAX'])
  })

  it.each([
    ['ApiFunction', Resources],
    ['ApiFunction', resolveTemplate({ Access: 'public', MaxFileSize: 1000 }).Resources],
    ['SweepFunction', Resources],
  ])('%s: starts with its variables, and misspelt ones would be noticed', async (id, from) => {
    const variables: Record<string, string> = { ...environmentOf(id, from), AWS_REGION: 'us-east-1' }
    const known = readFileSync(new URL('../../server/config-from-env.ts', import.meta.url), 'utf8')
    const knownHere = readFileSync(new URL('../../server/lambda-config.ts', import.meta.url), 'utf8')
    const unknown = Object.keys(variables).filter((name) => !`${known}${knownHere}`.includes(`'${name}'`))
    expect(unknown).toEqual([])
    const read = async (arn: string) => `${arn}: a secret of at least 32 bytes`
    const { server } = await lambdaConfig(variables, { read, hasOwnAccess: id === 'SweepFunction' })
    expect(server).toMatchObject({ bucket, topicArn: resolveTemplate().Outputs.TopicArn })
    expect(server.routes.default?.maxFileSize).toBe(Number(variables.UPLOAD_MAX_FILE_SIZE))
  })

  it('the API outlives its calls to AWS, and CloudFront outlives the API', () => {
    const { DistributionConfig } = properties('Distribution')
    const api = Object(DistributionConfig).Origins.find(({ Id }: { Id: string }) => Id === 'api')
    expect(Number(properties('ApiFunction').Timeout)).toBeLessThan(api.CustomOriginConfig.OriginReadTimeout)
  })

  it('the sweep ends before its next run', () => {
    expect(properties('SweepRule').ScheduleExpression).toBe('rate(10 minutes)')
    expect(Number(properties('SweepFunction').Timeout)).toBeLessThan(600)
  })
})

it('every alarm has its paragraph in the README', () => {
  const readme = readFileSync(new URL('../../demo/aws/README.md', import.meta.url), 'utf8')
  const alarms = Object.keys(template.Resources).filter(
    (id) => template.Resources[id]?.Type === 'AWS::CloudWatch::Alarm',
  )
  expect(alarms.filter((id) => !readme.includes(`\`${id}\``))).toEqual([])
})
