/** @jsxImportSource solid-js */
import 's3-uploader-element'
import type {} from 's3-uploader-element/types/solid'

const show = (...values: unknown[]) => values

export const page = () => (
  <form>
    <s3-uploader
      class="wide"
      name="photos"
      multiple
      max-file-size="10MB"
      prop:headers={() => ({ authorization: 'Bearer token' })}
      on:upload-ready={(event) => show(event.detail.upload.key?.length)}
    />
    {/* @ts-expect-error a text is no list of functions */}
    <s3-uploader prop:validators="none" />
  </form>
)
