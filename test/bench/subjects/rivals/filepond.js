/** FilePond with a `process` function of one's own, which is how it reaches S3. Its least duration of 750 ms is off. */
import * as FilePond from 'filepond'
import 'filepond/dist/filepond.min.css'
import { PageClock } from '../page-clock.ts'
import { signForm } from './sign.js'

const clock = new PageClock()
FilePond.create(document.querySelector('#subject input'), {
  allowMultiple: true,
  maxParallelUploads: 6,
  allowMinimumUploadDuration: false,
  server: { process: upload },
  onprocessfiles: () => clock.stop(),
})

function upload(_field, file, _metadata, load, error, progress, abort) {
  const xhr = new XMLHttpRequest()
  xhr.upload.onprogress = ({ lengthComputable, loaded, total }) => progress(lengthComputable, loaded, total)
  xhr.onload = () => (xhr.status < 300 ? load(file.name) : error(`Answered ${xhr.status}`))
  xhr.onerror = () => error('The connection broke')
  void signForm(file).then(({ url, fields }) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', file, file.name)
    xhr.open('POST', url)
    xhr.send(form)
  })
  return {
    abort: () => {
      xhr.abort()
      abort()
    },
  }
}
