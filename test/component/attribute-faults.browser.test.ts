import { expect, fixture } from '@open-wc/testing'
import { attributeFaults } from '../../component/attribute-faults.ts'
import '../../component/index.ts'
import type { S3UploaderElement } from '../../component/index.ts'

const known = ['max-file-size', 'max-files', 'no-status', 'multiple', 'checksum', 'endpoint', 'concurrency']

function faultsOf(markup: string): string[] {
  const template = document.createElement('template')
  template.innerHTML = `<s3-uploader ${markup}></s3-uploader>`
  const element = template.content.firstElementChild
  if (element === null) throw new Error('No element')
  return attributeFaults(element, known)
}

it('says which attributes are wrong, and what is right', () => {
  expect(faultsOf('max-file-size="10 meg" max-files="ten" checksum="SHA-256" endpoint="http://"')).to.eql([
    'max-file-size="10 meg" should be bytes, like 10485760, 10MB or 10MiB',
    'max-files="ten" should be a whole number',
    'checksum="SHA-256" should be auto, sha256 or none',
    'endpoint="http://" should be a URL or a path',
  ])
})

it('knows the names of properties, which HTML takes for other attributes', () => {
  expect(faultsOf('maxFileSize="10MB" noStatus')).to.eql([
    'there is no maxfilesize: in HTML it is max-file-size',
    'there is no nostatus: in HTML it is no-status',
  ])
})

it('has nothing to say of what is right, or of what others put there', () => {
  const markup = 'max-file-size=" 1.5 GiB " max-files="3" multiple checksum="none" endpoint="/api/uploads"'
  expect(faultsOf(`${markup} class="wide" data-files="many" aria-label="Photos" maxfilesizes="1"`)).to.eql([])
})

it('is reported once where somebody is about to upload', async () => {
  const reported: string[] = []
  const { reportError } = window
  window.reportError = (error) => reported.push(String(error))
  const markup = '<s3-uploader max-files="ten" noresume retries="5"></s3-uploader>'
  const element = await fixture<S3UploaderElement>(markup)
  await element.load()
  await element.load()
  window.reportError = reportError
  expect(reported).to.eql([
    'TypeError: <s3-uploader>: max-files="ten" should be a whole number',
    'TypeError: <s3-uploader>: there is no noresume: in HTML it is no-resume',
  ])
})

it('leaves what is right beside it as it is', async () => {
  const element = await fixture<S3UploaderElement>('<s3-uploader required min-files="two"></s3-uploader>')
  expect(element.checkValidity()).to.equal(false)
})
