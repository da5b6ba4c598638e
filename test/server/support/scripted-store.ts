/** A scripted store of large files, with a service in front of it. */
import { afterEach, expect } from 'vitest'
import type { CompleteResponse, PresignedUpload, PresignResponse } from '../../../component/protocol.ts'
import type { UploadsOptions } from '../../../server/index.ts'
import { publishBatchAnswer } from './scripted-aws.ts'

export { refusal } from './scripted-aws.ts'

import {
  type ScriptedAnswer,
  type ScriptedReaction,
  type SeenRequest,
  startScriptedServer,
} from './scripted-server.ts'
import { photo, uploadService } from './upload-service.ts'

const mib = 1024 ** 2

/** Comes in parts of 8 + 8 + 1 MiB. */
export const large = { ...photo, size: 17 * mib }

export const storedParts = [8 * mib, 8 * mib, mib].map((size, index) => ({
  partNumber: index + 1,
  size,
  etag: `e${index + 1}`,
}))

type Operation = 'create' | 'list' | 'complete' | 'abort' | 'head'
type Script = Partial<
  Record<
    Operation,
    (usual: ScriptedAnswer, request: SeenRequest) => ScriptedReaction | Promise<ScriptedReaction>
  >
>

const servers: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

export function partsPage(
  parts: readonly { partNumber: number; size: number; etag: string; sha256?: string }[],
  isTruncated = false,
): ScriptedAnswer {
  const list = parts.map(
    ({ partNumber, size, etag, sha256 }) =>
      `<Part><PartNumber>${partNumber}</PartNumber><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size>${sha256 === undefined ? '' : `<ChecksumSHA256>${sha256}</ChecksumSHA256>`}</Part>`,
  )
  return {
    status: 200,
    body: `<ListPartsResult><IsTruncated>${isTruncated}</IsTruncated>${list.join('')}</ListPartsResult>`,
  }
}

/** The default responses are those of a store that has all parts and assembles them. */
export async function storeScene(script: Script = {}, options: Partial<UploadsOptions> = {}) {
  const asked: Operation[] = []
  let isAssembled = false
  const s3 = await startScriptedServer((request) => {
    const operation = operationOf(request)
    asked.push(operation)
    const answer = script[operation] ?? ((usual) => usual)
    const id = /([0-9a-f-]{36})\.jpg/.exec(request.url)?.[1] ?? ''
    if (operation === 'complete') isAssembled = true
    return answer(usualAnswer(operation, id), request)
  })
  const usualAnswer = (operation: Operation, id: string): ScriptedAnswer => {
    switch (operation) {
      case 'create':
        return {
          status: 200,
          body: '<InitiateMultipartUploadResult><UploadId>u-1</UploadId></InitiateMultipartUploadResult>',
        }
      case 'list':
        return partsPage(storedParts)
      case 'complete':
        return { status: 200, body: '<CompleteMultipartUploadResult/>' }
      case 'abort':
        return { status: 204 }
      case 'head':
        return isAssembled ? { status: 200, headers: headersOf(id) } : { status: 404 }
    }
  }
  const sns = await startScriptedServer(publishBatchAnswer)
  servers.push(s3, sns)
  const service = uploadService({
    endpoint: s3.url,
    snsEndpoint: sns.url,
    store: { listParts: true },
    ...options,
  })
  const presign = async (files: object[]) => {
    const response = await service.post('/presign', { files })
    return ((await response.json()) as PresignResponse).uploads
  }
  const grant = async (file: object = large): Promise<PresignedUpload> => {
    const [upload] = await presign([file])
    if (upload?.ok !== true) throw new Error(upload?.error.detail)
    return upload
  }
  const complete = async (...tickets: string[]) => {
    const response = await service.post('/complete', { uploads: tickets.map((ticket) => ({ ticket })) })
    expect(response.status).toBe(200)
    return ((await response.json()) as CompleteResponse).uploads
  }
  return { ...service, s3, sns, asked, presign, grant, complete }
}

export const headersOf = (id: string): Record<string, string> => ({
  'content-length': String(large.size),
  'content-type': 'image/jpeg',
  etag: '"e-3"',
  'last-modified': 'Thu, 01 Jan 2026 10:00:00 GMT',
  'x-amz-meta-upload-id': id,
})

function operationOf({ method, url }: SeenRequest): Operation {
  switch (method) {
    case 'POST':
      return url.includes('uploads=') || url.endsWith('?uploads') ? 'create' : 'complete'
    case 'GET':
      return 'list'
    case 'DELETE':
      return 'abort'
    default:
      return 'head'
  }
}
