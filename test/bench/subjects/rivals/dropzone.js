/** Dropzone: signs a file when it accepts it, and sends the form's fields along (`sending`). */
import Dropzone from 'dropzone'
import 'dropzone/dist/dropzone.css'
import { PageClock } from '../page-clock.ts'
import { signForm } from './sign.js'

const clock = new PageClock()
const dropzone = new Dropzone('#subject', {
  url: ([file]) => file.plan.url,
  parallelUploads: 6,
  // MiB; the default of 256 would refuse the large file.
  maxFilesize: 10_000,
  timeout: 0,
  accept: (file, done) => {
    void signForm(file).then((plan) => {
      file.plan = plan
      done()
    })
  },
})
dropzone.on('sending', (file, _xhr, form) => {
  for (const [name, value] of Object.entries(file.plan.fields)) form.append(name, value)
})
dropzone.on('queuecomplete', () => clock.stop())
