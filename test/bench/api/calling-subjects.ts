/** What calls S3 and SNS: a HEAD, and completions with their copy, HEAD, event and deletion. */
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { AwsAdapter } from '../../../server/aws/aws-adapter.ts'
import { sdkAdapter } from '../../../server/aws/sdk-adapter.ts'
import * as sdk from '../../../server/index.ts'
import { lightAdapter } from '../../../server/light/light-adapter.ts'
import * as light from '../../../server/light.ts'
import { mapBounded } from '../../../server/upload/map-bounded.ts'
import { batchOf, post, secret } from './sample.ts'
import { ITEMS, type Subject } from './subject.ts'

/** At a time, as `/complete` does. */
const CONCURRENT = 16
const items = Array.from({ length: ITEMS }, (_, index) => index)

interface Granted {
  ok: boolean
  ticket: string
  plan: { url: string; fields: Record<string, string> }
}

interface Completed {
  ok: boolean
  key: string
}

type Environment = Readonly<Record<string, string>>

export async function callingSubjects(environment: Environment): Promise<Subject[]> {
  const options = apiOptions(environment)
  const completions = [
    ['SDK', sdk.uploads(options)],
    ['light', light.uploads(options)],
  ] as const
  const [, app] = completions[1]
  const [first] = await complete(app, await uploaded(app))
  const address = { bucket: options.bucket, key: first?.key ?? '' }
  const client = new S3Client(options)
  const command = { Bucket: address.bucket, Key: address.key }
  const heads = (head: () => Promise<unknown>) => () => mapBounded(items, CONCURRENT, head)
  const looking = (adapter: AwsAdapter) => {
    const { storage } = adapter.connect({ ...options, partUrlSeconds: 3600, variantUrlSeconds: 3600 })
    return heads(() => storage.head(address, AbortSignal.timeout(60_000)))
  }
  return [
    {
      name: '`HeadObject` of the SDK alone',
      turns: 4,
      work: heads(() => client.send(new HeadObjectCommand(command))),
    },
    { name: 'a HEAD, SDK', turns: 4, work: looking(sdkAdapter) },
    { name: 'a HEAD, light', turns: 4, work: looking(lightAdapter) },
    ...completions.map(([name, api]): Subject => {
      let body = ''
      return {
        name: `complete in a batch of 100, ${name}`,
        aim: 500,
        turns: 4,
        prepare: async () => {
          body = await uploaded(api)
        },
        work: () => complete(api, body),
      }
    }),
  ]
}

function apiOptions({ AWS_REGION, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_SNS, ...rest }: Environment) {
  return {
    bucket: rest.UPLOAD_BUCKET ?? '',
    topicArn: rest.UPLOAD_TOPIC_ARN ?? '',
    region: AWS_REGION ?? '',
    endpoint: AWS_ENDPOINT_URL_S3 ?? '',
    snsEndpoint: AWS_ENDPOINT_URL_SNS ?? '',
    forcePathStyle: true,
    credentials: {
      accessKeyId: rest.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: rest.AWS_SECRET_ACCESS_KEY ?? '',
    },
    secret,
    authorize: 'public' as const,
  }
}

type Api = Parameters<typeof post>[0]

/** Presigns and sends a batch. @returns the body that completes it */
async function uploaded(api: Api): Promise<string> {
  const content = 'seven b'
  const response: { uploads: Granted[] } = JSON.parse(await post(api, '/presign', batchOf(content.length)))
  await mapBounded(response.uploads, CONCURRENT, async ({ plan: { url, fields } }) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([content]))
    const { status } = await fetch(url, { method: 'POST', body: form })
    if (status !== 201) throw new Error(`S3 answered ${status} to a form`)
  })
  return JSON.stringify({ uploads: response.uploads.map(({ ticket }) => ({ ticket })) })
}

async function complete(api: Api, body: string): Promise<Completed[]> {
  const response: { uploads: Completed[] } = JSON.parse(await post(api, '/complete', body))
  if (response.uploads.some(({ ok }) => !ok)) throw new Error('A file was not completed')
  return response.uploads
}
