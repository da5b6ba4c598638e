/** The page: a form with the element, and beside it the requests that an upload causes. */
import '../component/index.ts'
import './listing-view.ts'
import './pipeline-view.ts'
import './result-gallery.ts'
import type { S3UploaderElement } from '../component/index.ts'
import { followBatch } from './batch-follower.ts'
import { listExamples } from './example-list.ts'
import { find } from './find.ts'
import type { ListingView } from './listing-view.ts'
import { setUpLook } from './look-panel.ts'
import type { DemoInfo, TraceEvent } from './pipeline-step.ts'
import type { PipelineView } from './pipeline-view.ts'
import type { ResultGallery } from './result-gallery.ts'
import { setUpSamples } from './sample-buttons.ts'
import { traceBrowser } from './trace-browser.ts'

const uploader = find<S3UploaderElement>('photos')
const view = find<PipelineView>('view')
const gallery = find<ResultGallery>('gallery')
const form = find<HTMLFormElement>('form')

// ---- requests of the server and of the browser
const trace = new EventSource('/demo/trace')
trace.onmessage = ({ data }) => view.add(JSON.parse(data) as TraceEvent)
const total = followBatch(uploader, { onStart: () => view.reset(), output: find('total') })
traceBrowser(uploader, {
  onEvent: (event) => view.add(event),
  onShown: () => total.refresh(),
})

for (const event of ['upload-ready', 'file-remove', 'uploads-idle'] as const) {
  uploader.addEventListener(event, () => {
    gallery.uploads = uploader.files.filter((file) => file.variants.length > 0)
    find('results-section').hidden = gallery.uploads.length === 0
  })
}

// ---- the form submits object keys
form.addEventListener('submit', (event) => {
  event.preventDefault()
  find<ListingView>('submitted').show(new FormData(form), uploader.files)
  find('submitted-section').hidden = false
  find('submitted-title').focus()
})

setUpLook(uploader)
setUpSamples(uploader)
listExamples()

const info = (await (await fetch('/demo/info')).json()) as DemoInfo
find('backend').textContent =
  info.backend === 'embedded'
    ? `Embedded S3, SNS and Lambda: nothing leaves this machine. (S3 on ${info.s3Endpoint})`
    : `Bucket ${info.bucket} in ${info.region} (${info.s3Endpoint}).`
if (info.backend === 'embedded') {
  const { setUpFaults } = await import('./fault-panel.ts')
  await setUpFaults()
}
