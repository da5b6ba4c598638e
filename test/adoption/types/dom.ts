import 's3-uploader-element/themes/soft.css'
import { UploadError } from 's3-uploader-element'
import { S3UploaderElement } from 's3-uploader-element/element'
import type { UploadsIdleEvent } from 's3-uploader-element/engine'
import { FetchUploadApi, Uploader, XhrTransport } from 's3-uploader-element/engine'
import type { PresignResponse } from 's3-uploader-element/protocol'

const show = (...values: unknown[]) => values

const element = document.querySelector('s3-uploader')
element?.addEventListener('upload-ready', ({ detail }) => show(detail.upload.variants))
element?.addEventListener('upload-error', ({ detail }) =>
  show(detail.error.code, detail.error instanceof UploadError),
)
element?.addEventListener('uploads-idle', (event: UploadsIdleEvent) => show(event.detail.uploads.length))
// @ts-expect-error there is no such event with a detail
element?.addEventListener('upload-done', ({ detail }) => detail)
customElements.define('my-uploader', class extends S3UploaderElement {})

export const uploader = new Uploader({
  api: new FetchUploadApi({ endpoint: '/uploads' }),
  transport: new XhrTransport(),
})
export const count = (response: PresignResponse): number => response.uploads.length
