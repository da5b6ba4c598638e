import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { UploadSnapshot } from 's3-uploader-element'
import { S3Uploader } from 's3-uploader-element/react'

function App() {
  const [photos, setPhotos] = useState<UploadSnapshot[]>([])
  return (
    <form>
      <S3Uploader
        name="photos"
        multiple
        maxFileSize="10MB"
        headers={() => ({ authorization: 'Bearer token' })}
        onUploadReady={({ detail }) => setPhotos((earlier) => [...earlier, detail.upload])}
      />
      {photos.map(({ id, name, variants }) => (
        <img key={id} src={variants[0]?.url} alt={name} />
      ))}
    </form>
  )
}

createRoot(document.getElementById('root') ?? document.body).render(<App />)
