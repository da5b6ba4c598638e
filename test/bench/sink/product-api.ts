/**
 * The product's own API on the embedded S3 and SNS, for workloads whose cost includes it: signatures, a HEAD for each
 * completion, and a message for each file.
 *
 * Owns: these services. Does not own: the counters, which belong to the run under way.
 */

import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { type LocalAws, startLocalAws, type TraceEntry } from '../../../demo/local/index.ts'
import { uploads } from '../../../server/index.ts'
import type { Run } from './run.ts'

export class ProductApi {
  readonly listener: ReturnType<typeof getRequestListener>
  readonly #aws: LocalAws
  readonly #clients: readonly { destroy(): void }[]

  private constructor(aws: LocalAws, run: () => Run) {
    const { region, accessKeyId, secretAccessKey, s3Endpoint, snsEndpoint } = aws
    const config = { region, credentials: { accessKeyId, secretAccessKey } }
    const s3Client = new S3Client({ ...config, endpoint: s3Endpoint, forcePathStyle: true })
    const snsClient = new SNSClient({ ...config, endpoint: snsEndpoint })
    this.#aws = aws
    this.#clients = [s3Client, snsClient]
    const api = uploads({
      bucket: aws.bucket,
      topicArn: aws.topicArn,
      s3Client,
      snsClient,
      secret: 'a secret of the benchmark, thirty-two bytes and more',
      authorize: () => ({ subject: 'benchmark' }),
      routes: { default: { allowedContentTypes: ['application/octet-stream'], maxFileSize: 5 * 1024 ** 4 } },
    })
    const app = new Hono().use('/uploads/*', async (c, next) => {
      const request = c.req.raw.clone()
      await next()
      if (c.req.method === 'POST') await count(c.req.path, request, c.res.clone(), run())
    })
    this.listener = getRequestListener(app.route('/uploads', api).fetch)
  }

  /** @param run the run under way */
  static async start(run: () => Run): Promise<ProductApi> {
    const aws = await startLocalAws({ lambda: false, onTrace: (entry) => countStored(entry, run()) })
    return new ProductApi(aws, run)
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy()
    await this.#aws.close()
  }
}

interface Items {
  readonly files?: readonly { readonly name: string; readonly size: number }[]
  readonly uploads?: readonly {
    readonly ok: boolean
    readonly key?: string
    readonly plan?: { readonly fields?: { readonly key?: string } }
  }[]
}

/** Counts a call and what it signed or confirmed. */
async function count(path: string, request: Request, response: Response, run: Run): Promise<void> {
  const { uploads: results = [] }: Items = await response.json().catch(() => ({}))
  switch (path.split('/').at(-1)) {
    case 'presign': {
      const { files = [] }: Items = await request.json()
      run.counts.presignCalls += 1
      for (const [index, { key, plan }] of results.entries()) {
        const file = files[index]
        // A form goes to a key of its own, and the completion moves it to the final one.
        for (const signed of [key, plan?.fields?.key]) {
          if (signed !== undefined && file !== undefined) run.ledger.signed(signed, file.name, file.size)
        }
      }
      return
    }
    case 'parts':
      run.counts.partsCalls += 1
      return
    case 'complete':
      run.counts.completeCalls += 1
      for (const { ok, key } of results) if (ok && key !== undefined) run.ledger.complete(key)
  }
}

function countStored(entry: TraceEntry, run: Run): void {
  if (entry.service !== 's3' || entry.phase !== 'end' || entry.operation !== 'PostObject') return
  run.counts.s3Requests += 1
  if (entry.key !== null && entry.status < 300)
    run.ledger.storeWhole(entry.key, run.ledger.sizeOf(entry.key) ?? 0)
}
