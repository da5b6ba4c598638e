/** The page: a form with the element, and beside it the requests that an upload causes. */
import '../component/index.ts'
import './pipeline-view.ts'
import './result-gallery.ts'
import type { S3UploaderElement } from '../component/index.ts'
import type { DemoInfo, TraceEvent } from './pipeline-step.ts'
import type { PipelineView } from './pipeline-view.ts'
import type { ResultGallery } from './result-gallery.ts'

const uploader = find<S3UploaderElement>('photos')
const view = find<PipelineView>('view')
const gallery = find<ResultGallery>('gallery')
const form = find<HTMLFormElement>('form')
const submitted = find<HTMLOutputElement>('submitted')

// ---- requests of the server: its live trace
const trace = new EventSource('/demo/trace')
trace.onmessage = ({ data }) => view.add(JSON.parse(data) as TraceEvent)

// ---- requests of the browser: the upload to S3, and the resized image from it
const sentAt = new Map<string, number>()
uploader.addEventListener('upload-progress', ({ detail: { upload } }) => {
  if (sentAt.has(upload.id)) return
  sentAt.set(upload.id, performance.now())
  view.add({ step: 'store', phase: 'start' })
})
uploader.addEventListener('upload-stored', ({ detail: { upload } }) =>
  endOfStore(upload.id, 201, upload.size),
)
uploader.addEventListener('upload-error', ({ detail: { upload, error } }) =>
  endOfStore(upload.id, error.httpStatus ?? 0, upload.bytesSent),
)
uploader.addEventListener('upload-cancel', ({ detail: { upload } }) =>
  endOfStore(upload.id, 0, upload.bytesSent),
)

function endOfStore(id: string, status: number, bytes: number): void {
  const startedAt = sentAt.get(id)
  if (startedAt === undefined) return
  sentAt.delete(id)
  view.add({ step: 'store', phase: 'end', status, bytes, durationMs: performance.now() - startedAt })
}

const sizes = new Map<string, number>()
new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) {
    const bytes = sizes.get(name)
    if (bytes === undefined) continue
    sizes.delete(name)
    view.add({ step: 'show', phase: 'start' })
    view.add({ step: 'show', phase: 'end', status: 200, bytes, durationMs: duration })
  }
}).observe({ type: 'resource' })

uploader.addEventListener('upload-ready', ({ detail: { upload } }) => {
  for (const variant of upload.variants) sizes.set(variant.url, variant.size)
  gallery.uploads = uploader.files.filter((file) => file.variants.length > 0)
  find('results-section').hidden = gallery.uploads.length === 0
})

// ---- a new batch resets the picture
let idle = true
uploader.addEventListener('upload-start', () => {
  if (idle) view.reset()
  idle = false
})
uploader.addEventListener('uploads-idle', () => {
  idle = true
})

// ---- the form submits object keys
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const entries = [...new FormData(form)].map(([name, value]) => `${name} = ${String(value)}`)
  submitted.textContent = `The form submits:\n${entries.join('\n')}`
  submitted.hidden = false
})

const info = (await (await fetch('/demo/info')).json()) as DemoInfo
find('backend').textContent =
  info.backend === 'embedded'
    ? `Embedded S3, SNS and Lambda: nothing leaves this machine. (S3 on ${info.s3Endpoint})`
    : `Bucket ${info.bucket} in ${info.region} (${info.s3Endpoint}).`

function find<E extends HTMLElement>(id: string): E {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`The page has no #${id}`)
  return element as E
}
