import { createElement, StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { note, page } from './page.js'

function App() {
  const [props, set] = useState(page.props)
  page.set = set
  return createElement(
    'main',
    null,
    createElement('form', { id: 'f' }),
    createElement('s3-uploader', {
      form: 'f',
      ...props,
      'onupload-ready': note,
      'onuploads-idle': note,
    }),
  )
}

const root = createRoot(document.querySelector('#app'))
root.render(createElement(StrictMode, null, createElement(App)))
page.unmount = () => root.unmount()
