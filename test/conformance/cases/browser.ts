/** Uploads by a page, in a browser: what the page can read of the responses. */
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { SeenResponse } from '../browser-page.ts'
import type { ConformanceCase, Scene } from '../conformance-case.ts'
import { signForm } from '../form-upload.ts'
import { storedAt } from '../observe.ts'

const MEOW = 'ETag "4a4be40c96ac6314e91d93f38043a634"'

function seen({ status, code, etag }: SeenResponse): string {
  if (status === 0) return 'network error'
  return [`${status}${code ? ` ${code}` : ''}`, ...(etag ? [`ETag ${etag}`] : [])].join(', ')
}

async function post(scene: Scene, size: number, Expires = 600, bucket = scene.bucket): Promise<SeenResponse> {
  const form = await signForm(
    { ...scene, bucket },
    { Expires, Conditions: [['content-length-range', 1, 1000]] },
  )
  return (await scene.browser()).send({ method: 'POST', ...form, size })
}

export const browserCases: ConformanceCase[] = [
  {
    name: 'Browser: a form, its progress and its ETag',
    aws: `204, ${MEOW}, progress to the end, stored 4 bytes of binary/octet-stream`,
    run: async (scene) => {
      const form = await signForm(scene)
      const response = await (await scene.browser()).send({ method: 'POST', ...form, text: 'meow' })
      return `${seen(response)}, ${response.progress === 1 ? 'progress to the end' : 'no progress'}, ${await storedAt(scene)}`
    },
  },
  {
    name: 'Browser: a form too large with a readable error',
    aws: '400 EntityTooLarge',
    run: async (scene) => seen(await post(scene, 2000)),
  },
  {
    name: 'Browser: a form of 50 MB too large with a readable error',
    aws: '400 EntityTooLarge',
    run: async (scene) => seen(await post(scene, 50_000_000)),
  },
  {
    name: 'Browser: an expired form with a readable error',
    aws: '403 AccessDenied',
    run: async (scene) => seen(await post(scene, 100, -10)),
  },
  {
    name: 'Browser: a bucket without rules is a network error',
    aws: 'network error',
    run: async (scene) => seen(await post(scene, 100, 600, await scene.createBucket())),
  },
  {
    name: 'Browser: a part and its ETag',
    aws: `200, ${MEOW}`,
    run: async (scene) => {
      const { bucket: Bucket, key: Key, s3 } = scene
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
      const url = await getSignedUrl(s3, new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1 }))
      return seen(await (await scene.browser()).send({ method: 'PUT', url, text: 'meow' }))
    },
  },
  {
    name: 'Browser: an expired PUT with a readable error',
    aws: '403 AccessDenied',
    run: async (scene) => {
      const command = new PutObjectCommand({ Bucket: scene.bucket, Key: scene.key })
      const signingDate = new Date(Date.now() - 3_600_000)
      const url = await getSignedUrl(scene.s3, command, { signingDate, expiresIn: 600 })
      return seen(await (await scene.browser()).send({ method: 'PUT', url, text: 'meow' }))
    },
  },
  {
    name: 'Browser: a header of no rule is a network error',
    aws: 'network error',
    run: async (scene) => {
      const url = await getSignedUrl(scene.s3, new PutObjectCommand({ Bucket: scene.bucket, Key: scene.key }))
      return seen(
        await (await scene.browser()).send({
          method: 'PUT',
          url,
          text: 'meow',
          headers: { 'x-custom': '1' },
        }),
      )
    },
  },
  {
    name: 'Browser: a GET of a missing object',
    aws: '404 NoSuchKey',
    run: async (scene) => {
      const url = await getSignedUrl(scene.s3, new GetObjectCommand({ Bucket: scene.bucket, Key: scene.key }))
      return seen(await (await scene.browser()).send({ method: 'GET', url }))
    },
  },
]
