'use client'
import { useState } from 'react'
import type { UploadSnapshot } from 's3-uploader-element'
import { S3Uploader } from 's3-uploader-element/react'

export default function Page() {
  const [done, setDone] = useState<UploadSnapshot[]>([])
  return (
    <form>
      <S3Uploader
        name="photos"
        multiple
        onUploadReady={({ detail }) => setDone((all) => [...all, detail.upload])}
      />
      {done.map(({ id, name, variants }) => (
        <img key={id} src={variants[0]?.url} alt={name} />
      ))}
    </form>
  )
}
