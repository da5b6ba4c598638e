/** vaadin-upload: a listener that prevents `upload-request` sends the request itself, here after fetching its form. */
import '@vaadin/upload'
import { PageClock } from '../page-clock.ts'
import { signForm } from './sign.js'

const clock = new PageClock()
const upload = document.querySelector('vaadin-upload')
upload.uploadFormat = 'multipart'
upload.maxConcurrentUploads = 6
let settled = 0

upload.addEventListener('upload-request', (event) => {
  event.preventDefault()
  const { file, xhr } = event.detail
  void signForm(file).then(({ url, fields }) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', file, file.name)
    xhr.open('POST', url)
    xhr.send(form)
  })
})
for (const type of ['upload-success', 'upload-error']) {
  upload.addEventListener(type, () => {
    settled += 1
    if (settled === upload.files.length) clock.stop()
  })
}
