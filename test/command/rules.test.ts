/** `s3-uploader rules`: what AWS must be told for an environment. */
import { describe, expect, it } from 'vitest'
import { rulesOf } from '../../demo/command/rules/rules-of.ts'
import { UsageError } from '../../demo/command/usage-error.ts'
import { resolveTemplate } from '../aws/resolve-template.ts'
import { statementsOf } from '../aws/statements.ts'

const { Resources, Outputs } = resolveTemplate()
const bucket = String(Resources.UploadBucket?.Properties.BucketName)
const env = { UPLOAD_BUCKET: bucket, UPLOAD_TOPIC_ARN: String(Outputs.TopicArn), AWS_REGION: 'us-east-1' }
const origin = ['--origin', 'https://app.example.com']

describe('the rules of an environment', () => {
  it('are those of the template, also for the image function', () => {
    const queueArn = 'arn:aws:sqs:us-east-1:000000000000:ImageQueue'
    const rules = rulesOf([...origin, '--queue-arn', queueArn], env)
    const withoutSid = statementsOf(rules.imageRole).map((one) => ({ ...one, Sid: expect.any(String) }))
    expect(statementsOf(Resources.ImagePolicy?.Properties.PolicyDocument)).toEqual(
      expect.arrayContaining(withoutSid),
    )
    expect(Object.keys(rules.buckets)).toEqual([bucket])
  })

  it('name the bucket and prefix of every route', () => {
    const routes = JSON.stringify({ film: { bucket: 'films', prefix: 'in/' }, raw: { prefix: 'raw/' } })
    const text = JSON.stringify(rulesOf(origin, { ...env, UPLOAD_ROUTES: routes })?.imageRole)
    for (const place of [`${bucket}/uploads/*`, `${bucket}/raw/*`, 'films/in/*'])
      expect(text).toContain(place)
  })

  it.each([
    [[], env, 'Name the pages'],
    [['--origin', 'https://app.example.com/'], env, 'must look like'],
    [origin, {}, 'UPLOAD_BUCKET is missing'],
    [origin, { ...env, UPLOAD_BUCKET: 'b' }, 'bucket'],
    [['--page', 'x'], env, "Unknown option '--page'"],
  ])('%j are refused', (args, environment, message) => {
    const run = () => rulesOf(args, environment)
    expect(run).toThrow(UsageError)
    expect(run).toThrow(message)
  })
})
