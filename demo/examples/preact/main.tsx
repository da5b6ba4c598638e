/** @jsxImportSource preact */
import { render } from 'preact'
import { useState } from 'preact/hooks'
import 's3-uploader-element'
import type { UploadSnapshot } from 's3-uploader-element'
import type {} from 's3-uploader-element/types/preact'

function App() {
  const [photos, setPhotos] = useState<UploadSnapshot[]>([])
  return (
    <form>
      <s3-uploader
        name="photos"
        multiple
        max-file-size="10MB"
        headers={() => ({ authorization: 'Bearer token' })}
        onupload-ready={({ detail }) => setPhotos((earlier) => [...earlier, detail.upload])}
      />
      {photos.map(({ id, name, variants }) => (
        <img key={id} src={variants[0]?.url} alt={name} />
      ))}
    </form>
  )
}

render(<App />, document.getElementById('app') ?? document.body)
