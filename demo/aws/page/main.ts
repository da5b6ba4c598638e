/** The page of the deployed stack: the element, its results, and the token that the API asks for. */
import '../../../component/index.ts'
import '../../result-gallery.ts'
import type { S3UploaderElement } from '../../../component/index.ts'
import type { ResultGallery } from '../../result-gallery.ts'

const TOKEN = 's3-uploader-token'
const uploader = find<S3UploaderElement>('photos')
const gallery = find<ResultGallery>('gallery')
const form = find<HTMLFormElement>('access-form')

// `npm run deploy` prints the address with the token behind `#`: it is sent to no server, and taken out of the history.
const given = new URLSearchParams(location.hash.slice(1)).get('token')
if (given !== null) {
  sessionStorage.setItem(TOKEN, given)
  history.replaceState(null, '', location.pathname)
}

uploader.headers = (): Record<string, string> => {
  const token = sessionStorage.getItem(TOKEN)
  return token === null ? {} : { authorization: `Bearer ${token}` }
}
uploader.addEventListener('upload-ready', () => {
  gallery.uploads = uploader.files.filter((file) => file.variants.length > 0)
  find('results-section').hidden = gallery.uploads.length === 0
})

form.addEventListener('submit', (event) => {
  event.preventDefault()
  sessionStorage.setItem(TOKEN, String(new FormData(form).get('token')))
  void showAccess(true)
})

await showAccess(false)

/** Shows the uploader if the API lets this visitor in, and otherwise asks for the token. */
async function showAccess(isRetry: boolean): Promise<void> {
  const isAllowed = await letsIn()
  find('upload-section').hidden = !isAllowed
  find('access-section').hidden = isAllowed
  find('access-fault').hidden = isAllowed || !isRetry
}

/** Authorization comes before the body is read: an empty one is refused with 400 to those who are let in. */
async function letsIn(): Promise<boolean> {
  const headers = { 'content-type': 'application/json', ...(await resolved(uploader.headers)) }
  const { status } = await fetch('/uploads/presign', { method: 'POST', headers, body: '{}' })
  return status !== 401
}

async function resolved(headers: S3UploaderElement['headers']): Promise<Record<string, string>> {
  const value = typeof headers === 'function' ? await headers() : headers
  return Object.fromEntries(new Headers(value ?? {}))
}

function find<E extends HTMLElement>(id: string): E {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`The page has no #${id}`)
  return element as E
}
