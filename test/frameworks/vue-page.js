import { createApp, h, shallowRef } from 'vue'
import { note, page } from './page.js'

const props = shallowRef(page.props)
const app = createApp(() =>
  h('main', [
    h('form', { id: 'f' }),
    h('s3-uploader', { form: 'f', ...props.value, onUploadReady: note, onUploadsIdle: note }),
  ]),
)
app.mount('#app')
page.set = (next) => {
  props.value = next
}
page.unmount = () => app.unmount()
