import { useRef } from 'react'
import type { S3UploaderElement } from 's3-uploader-element'
import { S3Uploader } from 's3-uploader-element/react'

const show = (...values: unknown[]) => values

export function Page() {
  const uploader = useRef<S3UploaderElement>(null)
  return (
    <>
      <S3Uploader
        ref={uploader}
        className="wide"
        name="photos"
        multiple
        maxFileSize={10_000_000}
        headers={() => ({ authorization: 'Bearer token' })}
        onUploadReady={({ detail }) => show(detail.upload.variants[0]?.url)}
        onChange={() => uploader.current?.checkValidity()}
        onClick={(event) => event.preventDefault()}
      />
      {/* @ts-expect-error no such event */}
      <S3Uploader onUploadDone={() => {}} />
      {/* @ts-expect-error a number of files is no object */}
      <S3Uploader maxFiles={{ count: 3 }} />
    </>
  )
}
