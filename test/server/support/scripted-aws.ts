/** The service with a scripted store and topic. */
import { afterEach, expect } from 'vitest'
import type {
  CompleteResponse,
  CompleteResult,
  PresignResponse,
  PresignResult,
} from '../../../component/protocol.ts'
import type { UploadEvent } from '../../../lambda/upload-event.ts'
import type { UploadsOptions } from '../../../server/index.ts'
import { type ScriptedAnswer, type SeenRequest, startScriptedServer } from './scripted-server.ts'
import { photo, uploadService } from './upload-service.ts'

/** SNS's response to a batch; it refuses the events for which `refusal` returns a code. */
export function publishBatchAnswer(
  request: SeenRequest,
  refusal: (event: UploadEvent) => string | undefined = () => undefined,
): ScriptedAnswer {
  const members = entriesOf(request).map(({ id, event }, index) => {
    const code = refusal(event)
    return code === undefined
      ? `<member><MessageId>m-${index + 1}</MessageId><Id>${id}</Id></member>`
      : `<member><Id>${id}</Id><Code>${code}</Code><Message>no</Message><SenderFault>true</SenderFault></member>`
  })
  const isRefused = (member: string) => member.includes('<Code>')
  return {
    status: 200,
    body: `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Failed>${members.filter(isRefused).join('')}</Failed><Successful>${members.filter((member) => !isRefused(member)).join('')}</Successful></PublishBatchResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishBatchResponse>`,
  }
}

export const refusal = (status: number, code: string): ScriptedAnswer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message><RequestId>r-3</RequestId></Error>`,
})

const servers: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

type Answer = (request: SeenRequest) => ScriptedAnswer | 'hang'

/**
 * A service with a scripted store and topic; `head` gets the response of a correct store to a HEAD. The store accepts every
 * copy once; `copy` may answer otherwise.
 */
export async function scene(
  script: {
    head?: (usual: ScriptedAnswer, request: SeenRequest) => ScriptedAnswer | 'hang'
    publish?: Answer
    copy?: (usual: ScriptedAnswer, request: SeenRequest) => ScriptedAnswer | 'hang'
  } = {},
  options: Partial<UploadsOptions> = {},
) {
  const head = script.head ?? ((usual) => usual)
  const copied = new Set<string>()
  const s3 = await startScriptedServer((request) => {
    if (request.method === 'PUT') {
      const path = request.url.split('?')[0] ?? ''
      const usual = copied.has(path)
        ? refusal(412, 'PreconditionFailed')
        : { status: 200, body: '<CopyObjectResult><ETag>&quot;e1&quot;</ETag></CopyObjectResult>' }
      copied.add(path)
      return script.copy?.(usual, request) ?? usual
    }
    if (request.method === 'POST') return { status: 200, body: '<DeleteResult/>' }
    if (request.method === 'DELETE') return { status: 204 }
    if (request.method === 'GET') return refusal(404, 'NoSuchKey')
    const id = /([0-9a-f-]{36})\.jpg/.exec(request.url)?.[1] ?? ''
    const headers = {
      'content-length': '1000',
      'content-type': 'image/jpeg',
      etag: '"e1"',
      'last-modified': 'Thu, 01 Jan 2026 10:00:00 GMT',
      'x-amz-meta-upload-id': id,
    }
    return head({ status: 200, headers }, request)
  })
  const sns = await startScriptedServer(script.publish ?? publishBatchAnswer)
  servers.push(s3, sns)
  const service = uploadService({ endpoint: s3.url, snsEndpoint: sns.url, ...options })
  const grants = async (count: number, file: object = photo, user = 'ann') => {
    const response = await service.post('/presign', { files: Array(count).fill(file) }, { 'x-user': user })
    const { uploads } = (await response.json()) as PresignResponse
    return uploads.map((upload) => {
      if (!upload.ok) throw new Error(upload.error.detail)
      return upload
    })
  }
  const complete = async (uploads: object[], user = 'ann'): Promise<CompleteResult[]> => {
    const response = await service.post('/complete', { uploads }, { 'x-user': user })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    return ((await response.json()) as CompleteResponse).uploads
  }
  return { ...service, s3, sns, grants, complete }
}

/** The form fields of one entry of a batch, without their prefix. */
export function entriesOf({ body }: SeenRequest) {
  const form = [...new URLSearchParams(body)]
  const prefixOf = (index: number) => `PublishBatchRequestEntries.member.${index + 1}.`
  return form
    .filter(([name]) => /^PublishBatchRequestEntries\.member\.\d+\.Id$/.test(name))
    .map(([, id], index) => {
      const prefix = prefixOf(index)
      const fields = form.flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
      )
      const entry = Object.fromEntries(fields)
      return { id, fields: entry, event: JSON.parse(entry.Message ?? '') as UploadEvent }
    })
}

/** Everything that was published, in order. */
export const eventsOf = (seen: readonly SeenRequest[]): UploadEvent[] =>
  seen.flatMap((request) => entriesOf(request).map(({ event }) => event))

export const outcome = (result: CompleteResult | PresignResult | undefined) =>
  result?.ok ? 'ok' : result?.error.code
