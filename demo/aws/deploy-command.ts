/** `npm run deploy`: builds, uploads and deploys everything, checks it and prints the page's address. Safe to repeat. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AwsCli } from './aws-cli.ts'
import { buildFunctions, type FunctionZip, zipsOnDisk } from './build-functions.ts'
import { buildPage } from './build-page.ts'
import { checkDeployment } from './check-deployment.ts'
import { CODE_PARAMETERS, checkParameters } from './check-parameters.ts'
import { type CommandOptions, commandOptions, UsageError } from './command-options.ts'
import { examineStack } from './examine-stack.ts'
import { readTemplate } from './read-template.ts'
import { runCommand } from './run-command.ts'
import { codeBucketName, readStack, type Stack, text } from './stack.ts'
import { withProgress } from './stack-progress.ts'

const USAGE =
  'Usage: npm run deploy -- --stack-name NAME [--region REGION] [--parameter Name=Value …] [--dry-run] [--no-build] [--no-doctor]'
const templatePath = fileURLToPath(new URL('template.yaml', import.meta.url))
/** What a dry run names instead of what only AWS knows. */
const UNKNOWN: Stack = {
  status: 'CREATE_COMPLETE',
  outputs: {
    Url: 'https://DISTRIBUTION.cloudfront.net',
    PageBucket: 'PAGE-BUCKET',
    AccessTokenArn: 'TOKEN-ARN',
  },
}

await runCommand(async (argv) => {
  const options = commandOptions(argv, USAGE)
  const { aws, stackName, parameters } = options
  checkParameters(readTemplate(await readFile(templatePath, 'utf8')), parameters)
  const account = text(await aws.read(['sts', 'get-caller-identity'], { Account: 'ACCOUNT' }), 'Account')
  aws.print(`Account ${account}, region ${aws.region}, stack ${stackName}`)

  aws.print('1/6 Building the functions')
  const zips = options.isBuilt ? await zipsOnDisk() : await buildFunctions()
  for (const { name, bytes } of zips) aws.print(`  ${name}.zip ${Math.round(bytes / 1000)} kB`)

  aws.print('2/6 Checking the template')
  await aws.change(['cloudformation', 'validate-template', '--template-body', `file://${templatePath}`])

  aws.print('3/6 Uploading the code')
  const codeBucket = codeBucketName(stackName, account, aws.region)
  await ensureBucket(aws, codeBucket, account)
  const keys = Object.fromEntries(
    await Promise.all(zips.map((zip) => uploadZip(aws, codeBucket, account, zip))),
  )

  aws.print('4/6 Deploying the stack: the first time takes about eight minutes, most of it CloudFront')
  await deployStack(options, { ...parameters, ...keys, CodeBucket: codeBucket })

  aws.print('5/6 Uploading the page')
  const { outputs } = (await readStack(aws, stackName, UNKNOWN)) ?? UNKNOWN
  await uploadPage(aws, outputs.PageBucket ?? '')

  aws.print('6/6 Asking the page and the API')
  const { Url: url = '', AccessTokenArn: tokenArn } = outputs
  const token = tokenArn === undefined ? null : await readToken(aws, tokenArn)
  const faults = aws.isDryRun ? [] : await checkDeployment(url)
  for (const fault of faults) aws.print(`  ${fault}`)
  const isHealthy = faults.length === 0 && (!options.isExamined || (await examineStack(aws, outputs, token)))
  if (!isHealthy) process.exitCode = 1
  // Behind a `#`, which browsers send to no server.
  aws.print(`\n${url}${token === null ? '' : `#token=${token}`}`)
})

async function ensureBucket(aws: AwsCli, bucket: string, account: string): Promise<void> {
  const owned = ['--bucket', bucket, '--expected-bucket-owner', account]
  if (await aws.exists(['s3api', 'head-bucket', ...owned])) return
  // us-east-1 is the one region that has no constraint.
  const place =
    aws.region === 'us-east-1' ? [] : ['--create-bucket-configuration', `LocationConstraint=${aws.region}`]
  await aws.change(['s3api', 'create-bucket', '--bucket', bucket, ...place])
  const all = 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true'
  await aws.change(['s3api', 'put-public-access-block', ...owned, '--public-access-block-configuration', all])
}

/** The key has the content's hash: what is there already is not uploaded again, and an older stack can go back to it. */
async function uploadZip(
  aws: AwsCli,
  bucket: string,
  account: string,
  { name, path, sha256 }: FunctionZip,
): Promise<[string, string]> {
  const key = `functions/${name}-${sha256.slice(0, 32)}.zip`
  const object = ['--bucket', bucket, '--key', key, '--expected-bucket-owner', account]
  if (await aws.exists(['s3api', 'head-object', ...object])) aws.print(`  ${basename(path)} is there already`)
  else await aws.change(['s3api', 'put-object', ...object, '--body', path])
  return [CODE_PARAMETERS[name], key]
}

async function deployStack(
  { aws, stackName }: CommandOptions,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const stack = await readStack(aws, stackName, null)
  const status = stack?.status ?? ''
  const obstacle = obstacleOf(status, stackName)
  if (obstacle !== null) throw new UsageError(`The stack is ${status}. ${obstacle}`)
  // A stack whose first creation failed can only be deleted.
  if (status.startsWith('ROLLBACK_')) {
    await aws.change(['cloudformation', 'delete-stack', '--stack-name', stackName])
    await aws.change(['cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stackName])
  }
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  const deploy = ['cloudformation', 'deploy', '--stack-name', stackName, '--template-file', templatePath]
  const rest = [
    '--capabilities',
    'CAPABILITY_IAM',
    '--no-fail-on-empty-changeset',
    '--parameter-overrides',
    ...given,
  ]
  await withProgress(aws, stackName, aws.change([...deploy, ...rest]))
}

/** What must be done before CloudFormation takes another deployment. */
function obstacleOf(status: string, stackName: string): string | null {
  // What the preparation of a first deployment leaves when it fails.
  if (status === 'REVIEW_IN_PROGRESS') return null
  if (status.endsWith('_IN_PROGRESS')) return 'Another deployment or removal is running: try again after it.'
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `Correct what the events name, then: aws cloudformation continue-update-rollback --stack-name ${stackName}`
  if (status === 'DELETE_FAILED')
    return 'Finish its removal first: npm run destroy, which says what is in the way.'
  return null
}

/** The files with hashes in their names first, then the page that names them. */
async function uploadPage(aws: AwsCli, bucket: string): Promise<void> {
  const folder = await buildPage()
  const forever = 'public,max-age=31536000,immutable'
  await aws.change([
    's3',
    'sync',
    folder,
    `s3://${bucket}`,
    '--exclude',
    'index.html',
    '--cache-control',
    forever,
  ])
  const page = ['s3', 'cp', `${folder}index.html`, `s3://${bucket}/index.html`]
  await aws.change([...page, '--cache-control', 'no-cache', '--content-type', 'text/html; charset=utf-8'])
}

async function readToken(aws: AwsCli, arn: string): Promise<string> {
  const read = ['secretsmanager', 'get-secret-value', '--secret-id', arn]
  return text(await aws.read(read, { SecretString: 'TOKEN' }), 'SecretString')
}
