import { expect } from '@open-wc/testing'
import { FetchUploadApi, UploadError, XhrTransport } from '../../../../component/engine/index.ts'
import type { TransportRequest } from '../../../../component/engine/storage/transport.ts'
import { waitUntil } from '../../wait-until.ts'

/** Every request of a test, so that the test can fire the events that only a browser fires. */
let made: XMLHttpRequest[] = []
const { XMLHttpRequest: Original } = window

beforeEach(() => {
  made = []
  window.XMLHttpRequest = class extends Original {
    constructor() {
      super()
      made.push(this)
    }
  }
})
afterEach(() => {
  window.XMLHttpRequest = Original
})

/** A form for the store of that backend, large enough to get a progress listener. */
async function formFor(backend: 'works' | 's3-silent', size = 100_000): Promise<TransportRequest> {
  const api = new FetchUploadApi({ endpoint: `/api/${backend}` })
  const file = { ref: '0', name: 'a.png', size, type: 'image/png' }
  const [upload] = await api.presign({ route: 'default', metadata: {}, files: [file] })
  if (upload?.ok !== true || upload.plan.kind !== 'post') throw new Error('Expected a form')
  const body = new FormData()
  for (const [name, value] of Object.entries(upload.plan.fields)) body.append(name, value)
  body.append('file', new File([new Uint8Array(size)], 'a.png', { type: 'image/png' }))
  return { method: 'POST', url: upload.plan.url, headers: {}, body, size }
}

function send(request: TransportRequest, stallTimeoutMs = 0, transport = new XhrTransport()) {
  const controller = new AbortController()
  const reported: number[] = []
  const settled = transport.send(request, {
    signal: controller.signal,
    stallTimeoutMs,
    onProgress: (sent) => reported.push(sent),
  })
  const outcome = settled.then(
    ({ status }) => status,
    (error: unknown) => error,
  )
  const xhr = made.at(-1)
  if (xhr === undefined) throw new Error('Nothing was sent')
  return { controller, reported, settled, outcome, xhr }
}

/** Fires the events that some browsers fire again after the end. */
function fireAgain(xhr: XMLHttpRequest): void {
  const details = { lengthComputable: true, loaded: 7, total: 7 }
  xhr.upload.dispatchEvent(new ProgressEvent('progress', details))
  for (const name of ['load', 'error', 'abort', 'timeout', 'loadend']) {
    xhr.dispatchEvent(new ProgressEvent(name, details))
  }
}

describe('a request to S3', () => {
  it('reports its bytes and its response, and nothing after that', async () => {
    const { reported, outcome, xhr } = send(await formFor('works'))
    expect(await outcome).to.be.within(200, 204)
    expect(reported.at(-1)).to.be.greaterThan(100_000)
    expect(reported).to.deep.equal([...reported].sort((a, b) => a - b))
    const count = reported.length
    fireAgain(xhr)
    expect(reported).to.have.length(count)
  })

  it('that the last one predicts to be short gets no progress listener; after a stall it does', async () => {
    const transport = new XhrTransport()
    const large = send(await formFor('works', 1_000_000), 0, transport)
    expect(await large.outcome).to.be.within(200, 204)
    const small = await formFor('works', 40_000)
    await send({ ...small, url: 'http://127.0.0.1:49151/' }, 0, transport).outcome
    const short = send(small, 0, transport)
    expect(await short.outcome).to.be.within(200, 204)
    expect(short.reported).to.deep.equal([])
    const silent = send(await formFor('s3-silent', 40_000), 20, transport)
    expect(await silent.outcome).to.include({ code: 'stalled' })
    const watched = send(await formFor('works', 40_000), 0, transport)
    expect(await watched.outcome).to.be.within(200, 204)
    expect(watched.reported).not.to.deep.equal([])
  })

  it('aborted by the browser itself is a broken connection', async () => {
    const { reported, outcome, xhr } = send(await formFor('s3-silent'))
    await waitUntil(() => reported.length > 0)
    xhr.abort()
    const error = await outcome
    expect(error).to.be.instanceOf(UploadError)
    expect(error).to.include({ code: 'network', retryable: true })
    const count = reported.length
    fireAgain(xhr)
    expect(reported).to.have.length(count)
  })

  it('that is aborted rejects at once with the reason and closes its connection', async () => {
    const { controller, reported, outcome, xhr } = send(await formFor('s3-silent'))
    await waitUntil(() => reported.length > 0)
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await outcome).to.equal(reason)
    expect(xhr.readyState).to.equal(XMLHttpRequest.UNSENT)
    const count = reported.length
    fireAgain(xhr)
    controller.abort()
    expect(reported).to.have.length(count)
  })

  it('aborted before its start is never sent', async () => {
    const request = await formFor('works')
    const reason = new Error('too late')
    const options = { signal: AbortSignal.abort(reason), stallTimeoutMs: 0, onProgress: () => {} }
    const outcome = new XhrTransport().send(request, options).catch((error: unknown) => error)
    expect(await outcome).to.equal(reason)
    expect(made).to.deep.equal([])
  })

  it('that gets no response after its last byte stalls and closes its connection', async () => {
    const { reported, outcome, xhr } = send(await formFor('s3-silent'), 20)
    const error = await outcome
    expect(error).to.include({ code: 'stalled', retryable: true })
    expect(reported.at(-1)).to.be.greaterThan(100_000)
    expect(xhr.readyState).to.equal(XMLHttpRequest.UNSENT)
  })

  it('to a closed port is a broken connection', async () => {
    const request = await formFor('works')
    const { outcome } = send({ ...request, url: 'http://127.0.0.1:49151/' })
    expect(await outcome).to.include({ code: 'network', retryable: true })
  })

  it('has no unsigned header', async () => {
    const set: string[] = []
    const { setRequestHeader } = Original.prototype
    Original.prototype.setRequestHeader = function (name, value) {
      set.push(name)
      setRequestHeader.call(this, name, value)
    }
    try {
      await send(await formFor('works')).outcome
    } finally {
      Original.prototype.setRequestHeader = setRequestHeader
    }
    expect(set).to.deep.equal([])
  })
})
