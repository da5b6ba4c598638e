import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AwsCli, AwsCliError } from './aws-cli.ts'
import { listIn, text } from './stack.ts'

/** Removes all versions, delete markers, unfinished uploads and the bucket. A bucket that is gone already is fine. */
export async function removeBucket(aws: AwsCli, bucket: string): Promise<void> {
  try {
    await abortUploads(aws, bucket)
    const removed = await removeVersions(aws, bucket)
    await aws.change(['s3api', 'delete-bucket', '--bucket', bucket])
    aws.print(`  ${bucket}: ${removed} objects and versions removed`)
  } catch (error) {
    if (!(error instanceof AwsCliError) || !error.message.includes('NoSuchBucket')) throw error
    aws.print(`  ${bucket} is gone already`)
  }
}

/** How many objects, versions and unfinished uploads a bucket has, at most `most`. */
export async function countObjects(aws: AwsCli, bucket: string, most: number): Promise<number> {
  const list = ['s3api', 'list-object-versions', '--bucket', bucket, '--max-items', String(most)]
  const answer = await aws.read(list, null).catch((error: unknown) => {
    if (error instanceof AwsCliError && error.message.includes('NoSuchBucket')) return null
    throw error
  })
  return versionsIn(answer).length
}

async function abortUploads(aws: AwsCli, bucket: string): Promise<void> {
  const answer = await aws.read(['s3api', 'list-multipart-uploads', '--bucket', bucket], null)
  for (const upload of listIn(answer, 'Uploads')) {
    const which = ['--key', text(upload, 'Key'), '--upload-id', text(upload, 'UploadId')]
    await aws.change(['s3api', 'abort-multipart-upload', '--bucket', bucket, ...which])
  }
}

/** A thousand at a time, which is what one request of S3 takes. */
async function removeVersions(aws: AwsCli, bucket: string): Promise<number> {
  const list = ['s3api', 'list-object-versions', '--bucket', bucket, '--max-items', '1000']
  let removed = 0
  for (;;) {
    const objects = versionsIn(await aws.read(list, null))
    if (objects.length === 0) return removed
    const output = await withFile(JSON.stringify({ Objects: objects, Quiet: true }), (path) =>
      aws.change([
        ...['s3api', 'delete-objects', '--bucket', bucket, '--delete', `file://${path}`],
        ...['--output', 'json'],
      ]),
    )
    // The command succeeds where single objects may not be deleted, which would be listed for ever.
    const [fault] = output.trim() === '' ? [] : listIn(JSON.parse(output), 'Errors')
    if (fault !== undefined) {
      throw new AwsCliError(`${bucket}: ${text(fault, 'Key')} could not be deleted: ${text(fault, 'Code')}`)
    }
    removed += objects.length
  }
}

function versionsIn(answer: unknown): { Key: string; VersionId: string }[] {
  return [...listIn(answer, 'Versions'), ...listIn(answer, 'DeleteMarkers')].map((version) => ({
    Key: text(version, 'Key'),
    VersionId: text(version, 'VersionId'),
  }))
}

/** A thousand keys are too long for a command line. */
async function withFile<Result>(content: string, use: (path: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 's3-uploader-'))
  try {
    const path = join(folder, 'request.json')
    await writeFile(path, content)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
