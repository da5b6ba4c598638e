/** `npm run destroy`: removes the stack and its buckets with all they hold, after asking. Safe to repeat. */
import { createInterface } from 'node:readline/promises'
import type { AwsCli } from './aws-cli.ts'
import { type CommandOptions, commandOptions, UsageError } from './command-options.ts'
import { countObjects, removeBucket } from './empty-bucket.ts'
import { runCommand } from './run-command.ts'
import { codeBucketName, listIn, readStack, type Stack, text } from './stack.ts'
import { withProgress } from './stack-progress.ts'

const USAGE =
  'Usage: npm run destroy -- --stack-name NAME [--region REGION] [--keep-uploads] [--yes] [--dry-run]'
const UNKNOWN: Stack = {
  status: 'CREATE_COMPLETE',
  outputs: { PageBucket: 'PAGE-BUCKET', UploadBucket: 'UPLOAD-BUCKET' },
}

await runCommand(async (argv) => {
  const options = commandOptions(argv, USAGE)
  const { aws, stackName, keepsUploads } = options
  const account = text(await aws.read(['sts', 'get-caller-identity'], { Account: 'ACCOUNT' }), 'Account')
  const stack = await readStack(aws, stackName, UNKNOWN)
  // Without `UploadBucket` the uploads are in a bucket that the stack did not make, and stay there.
  const { PageBucket: page, UploadBucket: uploads, ExistingBucketName: own } = stack?.outputs ?? {}
  if (stack === null) {
    aws.print(`There is no stack ${stackName} in ${aws.region}.`)
    await nameUploads(aws, stackName)
  }
  const bucket = uploads ?? own
  if (stack !== null && bucket !== undefined && !(await isWanted(options, bucket, uploads === undefined))) {
    throw new UsageError('Nothing was removed.')
  }

  if (page !== undefined) await removeBucket(aws, page)
  if (stack !== null) {
    aws.print('Deleting the stack: CloudFront takes several minutes')
    await aws.change(['cloudformation', 'delete-stack', '--stack-name', stackName])
    const wait = aws.change(['cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stackName])
    await withProgress(aws, stackName, wait)
  }
  // Only now nothing writes any more.
  if (bucket !== undefined && (keepsUploads || uploads === undefined)) {
    aws.print(`The uploads stay in ${bucket}.`)
  }
  if (uploads !== undefined && !keepsUploads) await removeBucket(aws, uploads)
  await removeBucket(aws, codeBucketName(stackName, account, aws.region))
  aws.print('Done.')
})

/** Kept on purpose, or left by a removal that was interrupted: only the owner knows, so they are not removed. */
async function nameUploads(aws: AwsCli, stackName: string): Promise<void> {
  const own = new RegExp(`^${stackName}-uploads-[0-9a-f]{12}$`)
  const buckets = listIn(await aws.read(['s3api', 'list-buckets'], null), 'Buckets').map((each) =>
    text(each, 'Name'),
  )
  for (const bucket of buckets.filter((name) => own.test(name))) {
    aws.print(`Uploads of a former stack are in ${bucket}. To remove them: aws s3 rb --force s3://${bucket}`)
    aws.print('  (with former versions, by "Empty" and "Delete" in the S3 console)')
  }
}

async function isWanted(
  { aws, stackName, isConfirmed, isDryRun, keepsUploads }: CommandOptions,
  uploads: string,
  isOwn: boolean,
) {
  if (isConfirmed || isDryRun) return true
  const MOST = 1000
  const count = await countObjects(aws, uploads, MOST)
  const what = count < MOST ? String(count) : `${MOST} or more`
  aws.print(
    keepsUploads || isOwn
      ? `This removes the stack ${stackName}; ${what} objects and versions stay in ${uploads}.`
      : `This removes the stack ${stackName} and ${what} objects and versions in ${uploads}, for good.`,
  )
  if (!process.stdin.isTTY) throw new UsageError('Without a terminal it needs --yes.')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`Type ${stackName} to go on: `)
  terminal.close()
  return answer.trim() === stackName
}
