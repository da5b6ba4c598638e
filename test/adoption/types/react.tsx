import 's3-uploader-element'
import type {} from 's3-uploader-element/types/react'

const show = (...values: unknown[]) => values

export const page = (
  <form>
    <s3-uploader
      id="photos"
      className="wide"
      name="photos"
      endpoint="/uploads"
      multiple
      maxFileSize="10MB"
      max-files={5}
      headers={async () => ({ authorization: 'Bearer token' })}
      onupload-ready={(event) => show(event.detail.upload.key?.length)}
      ref={(element) => {
        void element?.addFiles([])
      }}
    />
    {/* @ts-expect-error a text is no list of functions */}
    <s3-uploader validators="none" />
    {/* @ts-expect-error no such value */}
    <s3-uploader checksum="md5" />
    {/* @ts-expect-error the detail of this event has an error */}
    <s3-uploader onupload-error={(event) => event.detail.error.codes} />
  </form>
)
