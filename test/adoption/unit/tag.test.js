import { expect, it } from 'vitest'
import 's3-uploader-element'

it('renders, and takes a file', async () => {
  document.body.innerHTML = '<form><s3-uploader name="photos" multiple manual no-resume></s3-uploader></form>'
  const element = document.querySelector('s3-uploader')
  await element.updateComplete
  expect(element.shadowRoot.textContent).toContain('Choose files')
  const { accepted } = await element.addFiles([new File(['abc'], 'a.png', { type: 'image/png' })])
  expect(accepted).toHaveLength(1)
  await element.updateComplete
  expect(element.checkValidity()).toBe(true)
})
