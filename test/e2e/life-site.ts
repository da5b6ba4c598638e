/** A site of two pages, one with the standalone element and nothing that would prevent the back/forward cache. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { bundleStandalone } from '../../demo/bundle-standalone.ts'
import { startLocalAws, type TraceEntry } from '../../demo/local/index.ts'
import { PausableProxy } from './pausable-proxy.ts'
import { startStandaloneSite } from './standalone-site.ts'

export type LifeSite = Awaited<ReturnType<typeof startLifeSite>>

const PAGE = `<!doctype html>
<title>Uploads</title><link rel="icon" href="data:,"><script type="module" src="/s3-uploader.js"></script>
<s3-uploader endpoint="/uploads" multiple no-status concurrency="1"></s3-uploader>`

const ELSEWHERE = '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">'

export async function startLifeSite() {
  const folder = await mkdtemp(join(tmpdir(), 'life-site-'))
  await bundleStandalone(folder)
  const uploaded = { requests: 0, onTaken: () => {} }
  const onTrace = (entry: TraceEntry) => {
    if (entry.service !== 's3' || entry.phase !== 'end' || entry.status === null || entry.status > 299) return
    if (entry.operation !== 'UploadPart' && entry.operation !== 'PostObject') return
    uploaded.requests += 1
    uploaded.onTaken()
  }
  const aws = await startLocalAws({ onTrace, lambda: false })
  const proxy = await PausableProxy.to(aws.s3Endpoint)
  const { region, accessKeyId, secretAccessKey, bucket, topicArn } = aws
  const config = { region, credentials: { accessKeyId, secretAccessKey } }
  const s3 = new S3Client({ ...config, endpoint: proxy.url, forcePathStyle: true })
  const site = await startStandaloneSite({
    folder,
    backend: {
      info: { bucket },
      topicArn,
      s3,
      sns: new SNSClient({ ...config, endpoint: aws.snsEndpoint }),
    },
    pages: { '/': PAGE, '/elsewhere': ELSEWHERE },
    routes: { default: { maxFileSize: 100_000_000 } },
  })
  return {
    url: site.url,
    proxy,
    /** Parts and forms that the store accepted, and a callback for each. */
    uploaded,
    s3,
    bucket,
    close: async () => {
      proxy.close()
      site.close()
      await aws.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
