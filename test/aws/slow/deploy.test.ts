/** `npm run deploy` with an AWS CLI that only notes what it is told. */
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { buildFunctions } from '../../../demo/aws/build-functions.ts'
import { buildPage } from '../../../demo/aws/build-page.ts'
import { type Answers, runAwsCommand } from '../aws-commands.ts'

const common = ['--stack-name', 'photos', '--region', 'eu-central-1', '--no-build', '--no-doctor']

beforeAll(async () => {
  await buildFunctions()
}, 300_000)

/** A page and an API that are ready after `failures` requests. */
async function startSite(failures = 0): Promise<string> {
  let count = 0
  const server = createServer((request, response) => {
    count += 1
    const isReady = count > failures && !request.url?.startsWith('/uploads/')
    response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' })
    response.end(
      request.url === '/readyz' && !isReady
        ? JSON.stringify({ faults: ['Bucket x: It does not answer.'] })
        : '{}',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function answersOf(url: string): Answers {
  const Outputs = [
    { OutputKey: 'Url', OutputValue: url },
    { OutputKey: 'PageBucket', OutputValue: 'page-1' },
    { OutputKey: 'AccessTokenArn', OutputValue: 'arn:token' },
  ]
  return {
    'get-caller-identity': { Account: '123456789012' },
    'head-bucket': 'An error occurred (404) when calling the HeadBucket operation: Not Found',
    'head-object': 'An error occurred (404) when calling the HeadObject operation: Not Found',
    'describe-stacks': [
      'Stack with id photos does not exist',
      { Stacks: [{ StackStatus: 'CREATE_COMPLETE', Outputs }] },
    ],
    'get-secret-value': { SecretString: 'the-token' },
  }
}

const short = (calls: string[]) =>
  calls.map((call) =>
    call.replace(/file:\/\/\S+|\/\S+dist\/aws/g, 'PATH').replace(/-[0-9a-f]{32}\.zip/g, '-HASH.zip'),
  )

it('the page has its style sheet, the element and its results', async () => {
  const folder = await buildPage()
  const names = await readdir(`${folder}assets`)
  const all = await Promise.all(names.map((name) => readFile(`${folder}assets/${name}`, 'utf8')))
  for (const part of ['s3-uploader', 'result-gallery', '--accent', 's3-uploader-token']) {
    expect(all.some((content) => content.includes(part))).toBe(true)
  }
  // A Content-Security-Policy without 'unsafe-inline' is sent with it.
  expect(await readFile(`${folder}index.html`, 'utf8')).not.toMatch(/<script>|<style|style=/)
})

describe('npm run deploy', () => {
  it('creates the bucket, uploads code by its hash, deploys, uploads the page and prints the address', async () => {
    const url = await startSite()
    const { code, out, calls } = await runAwsCommand(
      'deploy',
      [...common, '--parameter', 'ImageConcurrency=20'],
      answersOf(url),
    )
    expect(out.trimEnd().split('\n').at(-1)).toBe(`${url}#token=the-token`)
    expect(code).toBe(0)
    const seen = short(calls).map((call) => call.replace(/ --region.*/, ''))
    expect(seen.filter((call) => call.startsWith('s3api create'))).toEqual([
      's3api create-bucket --bucket photos-code-123456789012-eu-central-1 --create-bucket-configuration LocationConstraint=eu-central-1',
    ])
    expect(seen.filter((call) => call.includes('put-object'))).toHaveLength(3)
    const deploy = seen.find((call) => call.startsWith('cloudformation deploy')) ?? ''
    expect(deploy).toMatch(/--parameter-overrides ImageConcurrency=20 ApiCode=functions\/api-HASH.zip/)
    expect(deploy).toContain('CodeBucket=photos-code-123456789012-eu-central-1')
    const order = ['validate-template', 'put-object', 'cloudformation deploy', 's3 sync', 's3 cp'].map(
      (part) => seen.findIndex((call) => call.includes(part)),
    )
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('uploads nothing twice, and replaces a stack whose first creation failed', async () => {
    const url = await startSite()
    const answers = answersOf(url)
    const failed = { Stacks: [{ StackStatus: 'ROLLBACK_COMPLETE', Outputs: [] }] }
    const [, done] = answers['describe-stacks'] as unknown[]
    const again = { ...answers, 'head-bucket': {}, 'head-object': {}, 'describe-stacks': [failed, done] }
    const { code, calls } = await runAwsCommand('deploy', common, again)
    expect(code).toBe(0)
    expect(calls.filter((call) => /create-bucket|put-object /.test(call))).toEqual([])
    expect(calls.findIndex((call) => call.includes('delete-stack'))).toBeGreaterThan(0)
  })

  it.each([
    ['UPDATE_IN_PROGRESS', 'try again after it'],
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback --stack-name photos'],
    ['DELETE_FAILED', 'npm run destroy'],
  ])('says what to do where the stack is %s', async (StackStatus, advice) => {
    const answers = { ...answersOf(''), 'describe-stacks': { Stacks: [{ StackStatus, Outputs: [] }] } }
    const { code, err, calls } = await runAwsCommand('deploy', common, answers)
    expect(code).toBe(1)
    expect(err).toContain(advice)
    expect(calls.some((call) => /cloudformation (deploy|delete)/.test(call))).toBe(false)
  })

  it('waits for the page and the API, and tells what does not answer', async () => {
    const slow = await runAwsCommand('deploy', common, answersOf(await startSite(2)))
    expect(slow.code).toBe(0)
  })

  it('ends with the doctor, whose findings decide the exit code', async () => {
    const args = common.filter((arg) => arg !== '--no-doctor')
    const { code, out } = await runAwsCommand('deploy', args, answersOf(await startSite()))
    expect(code).toBe(1)
    expect(out).toContain('GET /config was answered 503')
    expect(out).toContain('#token=the-token')
  })

  it('stops where AWS refuses, with its words', async () => {
    const answers = {
      ...answersOf('http://localhost:9'),
      'validate-template': 'An error occurred (ValidationError): Template format error',
    }
    const { code, err, calls } = await runAwsCommand('deploy', common, answers)
    expect([code, err]).toEqual([
      1,
      'aws cloudformation validate-template: An error occurred (ValidationError): Template format error\n',
    ])
    expect(calls.some((call) => call.includes('put-object'))).toBe(false)
  })

  it('prints what it would do, and asks AWS nothing, on a dry run', async () => {
    const { code, out, calls } = await runAwsCommand('deploy', [...common, '--dry-run'])
    expect([code, calls]).toEqual([0, []])
    for (const part of [
      'validate-template',
      'create-bucket',
      'put-object',
      'cloudformation deploy',
      's3 sync',
      's3 cp',
    ]) {
      expect(out).toContain(`aws ${part.startsWith('s3 ') || part.startsWith('cloud') ? part : ''}`)
      expect(out).toContain(part)
    }
  })

  it('refuses a wrong parameter before anything is built', async () => {
    const { code, err, calls } = await runAwsCommand('deploy', [...common, '--parameter', 'Variant=x'])
    expect([code, calls]).toEqual([1, []])
    expect(err).toContain('There is no parameter Variant')
  })
})
