import { describe, expect, it } from 'vitest'
import { awsRules } from '../../../server/index.ts'
import { required } from '../support/upload-service.ts'

const rules = awsRules(
  {
    ...required,
    authorize: 'public',
    routes: {
      default: { expiresInSeconds: 600 },
      film: {
        bucket: 'films',
        prefix: 'raw/',
        topicArn: 'arn:aws:sns:eu-west-1:000000000000:films',
        objects: {
          serverSideEncryption: 'aws:kms',
          kmsKeyId: 'arn:aws:kms:eu-west-1:000000000000:key/1',
          tags: { a: 'b' },
        },
      },
    },
  },
  ['https://app.example'],
)

describe('the rules for AWS', () => {
  it('expire what was never completed, in every bucket', () => {
    expect(Object.keys(rules.buckets)).toEqual(['acme-in', 'films'])
    expect(rules.buckets.films?.lifecycle).toEqual([
      {
        ID: 'pending-uploads',
        Status: 'Enabled',
        Filter: { Prefix: 'pending/' },
        Expiration: { Days: 1 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
      {
        ID: 'incomplete-uploads-raw-',
        Status: 'Enabled',
        Filter: { Prefix: 'raw/' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ])
  })

  it('refuse what the API never signs', () => {
    expect(rules.buckets['acme-in']?.policy.Statement).toMatchObject([
      { Sid: 'OnlyTls', Effect: 'Deny' },
      {
        Sid: 'PendingOnlyAsPlanned',
        Resource: 'arn:aws:s3:::acme-in/pending/*',
        Condition: { StringNotEquals: { 's3:authType': ['POST'] } },
      },
      { Condition: { NumericGreaterThan: { 's3:signatureAge': 600_000 } } },
      {
        Resource: ['arn:aws:s3:::acme-in/uploads/*'],
        Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      },
    ])
  })

  it('allow what a PUT needs where a route has one', () => {
    const { buckets } = awsRules(
      { ...required, authorize: 'public', routes: { default: { method: 'put' } } },
      ['*'],
    )
    const [, pending] = buckets['acme-in']?.policy.Statement ?? []
    expect(pending).toMatchObject({
      Condition: { StringNotEquals: { 's3:authType': ['REST-QUERY-STRING'] } },
    })
    expect(buckets['acme-in']?.cors).toMatchObject([{ AllowedHeaders: ['*'] }])
  })

  it('name origins, and give the role what the options need', () => {
    expect(rules.buckets.films?.cors).toMatchObject([{ AllowedOrigins: ['https://app.example'] }])
    const statements = JSON.stringify(rules.role)
    for (const part of [
      's3:ListBucket',
      's3:PutObjectTagging',
      'kms:GenerateDataKey',
      'raw/*',
      'derived/*',
      ':films',
    ])
      expect(statements).toContain(part)
    expect(statements).not.toContain('s3:PutObjectAcl')
  })
})
