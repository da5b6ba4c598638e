/** @jsxImportSource solid-js */
import 's3-uploader-element'
import type { UploadSnapshot } from 's3-uploader-element'
import type {} from 's3-uploader-element/types/solid'
import { createSignal, For } from 'solid-js'
import { render } from 'solid-js/web'

function App() {
  const [photos, setPhotos] = createSignal<UploadSnapshot[]>([])
  return (
    <form>
      <s3-uploader
        name="photos"
        multiple
        max-file-size="10MB"
        prop:headers={() => ({ authorization: 'Bearer token' })}
        on:upload-ready={({ detail }) => setPhotos((earlier) => [...earlier, detail.upload])}
      />
      <For each={photos()}>{({ name, variants }) => <img src={variants[0]?.url} alt={name} />}</For>
    </form>
  )
}

render(App, document.getElementById('root') ?? document.body)
