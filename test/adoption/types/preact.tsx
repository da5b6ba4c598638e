/** @jsxImportSource preact */
import 's3-uploader-element'
import type {} from 's3-uploader-element/types/preact'

const show = (...values: unknown[]) => values

export const page = (
  <form>
    <s3-uploader
      class="wide"
      name="photos"
      multiple
      max-file-size="10MB"
      metadata={{ album: 'May' }}
      onupload-ready={(event) => show(event.detail.upload.key?.length)}
    />
    {/* @ts-expect-error no such value */}
    <s3-uploader checksum="md5" />
  </form>
)
