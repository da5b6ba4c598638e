import { createElement, useState } from 'react'
import { S3Uploader } from 's3-uploader-element/react'

const headers = { 'x-token': '1' }

/** The page that is rendered on the server and hydrated in the browser. */
export function App() {
  const [key, setKey] = useState('')
  return createElement(
    'form',
    { id: 'form' },
    createElement(
      S3Uploader,
      {
        name: 'photos',
        multiple: true,
        maxFileSize: '10MB',
        noStatus: true,
        headers,
        metadata: { album: 'May' },
        onUploadComplete: ({ detail }) => setKey(detail.upload.key),
      },
      createElement('span', { slot: 'label' }, 'Photos'),
    ),
    createElement('output', null, key),
  )
}
