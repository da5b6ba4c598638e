/** One line on the console for each kind of failure that a developer can do something about. Loaded with the first one. */
import type { UploadError } from '../engine/upload/upload-error.ts'

const VERSIONS = 'Are element and API of the same version?'

/** What to look at, by code. Failures that only the visitor can do something about have none, and are not reported. */
const HINTS: Readonly<Record<string, string>> = {
  'headers-failed': 'The function in `headers` threw, or did not answer in time: see the cause.',
  'login-required': 'A web page came in place of JSON: the session has ended, or `endpoint` is wrong.',
  unauthorized: 'Do `headers` and `credentials` send what `authorize` of the API reads?',
  forbidden: 'Is this upload of the same user? Does `authorize` of the API allow it?',
  'endpoint-not-found': 'Is `endpoint` where the API is mounted?',
  'route-not-found': 'Is `route` a route of the API?',
  'request-blocked': 'A proxy or firewall refused the request before it reached the API or S3.',
  'payload-too-large': 'A proxy or the host of the API limits the size of request bodies.',
  'response-blocked':
    'Does the CORS configuration of the bucket allow this origin, and expose ETag and x-amz-request-id?',
  'storage-rejected': 'S3 refused the request: its code says why.',
  'storage-denied': 'The credentials of the API lack a permission on the bucket.',
  'publish-denied': 'The credentials of the API may not publish to the topic, or there is no such topic.',
  'checksum-unavailable': 'SHA-256 needs a secure page: https, or localhost.',
  'checksum-unverified': 'The store did not verify the SHA-256: does it support checksums?',
  'object-mismatch': 'The object in the bucket is not what was planned: see the log of the API.',
  'api-unavailable': 'The API or a proxy before it fails: see their logs.',
  internal: 'See the log of the API.',
  protocol: `The response is not one of this API. ${VERSIONS}`,
  'invalid-request': VERSIONS,
  'not-found': VERSIONS,
  'method-not-allowed': VERSIONS,
  'unsupported-media-type': VERSIONS,
}

const reported = new Set<string>()

/** Once for each code, URL and status, however many files fail of it. */
export function reportFailure(error: UploadError): void {
  const { code, url, httpStatus, s3Code, requestId, message } = error
  const hint = Object.hasOwn(HINTS, code) ? HINTS[code] : undefined
  const kind = [code, url, httpStatus, s3Code].join(' ')
  if (hint === undefined || reported.has(kind)) return
  reported.add(kind)
  const facts = [
    code,
    httpStatus === undefined ? undefined : `status ${httpStatus}`,
    s3Code,
    url,
    requestId === undefined ? undefined : `request ${requestId}`,
  ]
  const line = `<s3-uploader>: ${message.replace(/\.$/, '')} (${facts.filter((fact) => fact !== undefined).join(', ')}). ${hint}`
  // biome-ignore lint/suspicious/noConsole: for the developer. `reportError` would be an uncaught error of the page.
  console.error(line, error)
}
