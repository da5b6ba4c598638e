/** What visitors are told about a failure. Pure. */
import type { ErrorDetails, ErrorMessage, ErrorMessages } from './error-messages.ts'

/** Codes with the sentence of another one, unless the page has one for them. */
const SAME_SENTENCE: Readonly<Record<string, keyof ErrorMessages>> = {
  'image-too-large': 'file-too-large',
  'payload-too-large': 'file-too-large',
  superseded: 'file-changed',
  'route-not-found': 'endpoint-not-found',
  'not-found': 'endpoint-not-found',
  'invalid-request': 'endpoint-not-found',
  'method-not-allowed': 'endpoint-not-found',
  'unsupported-media-type': 'endpoint-not-found',
  protocol: 'endpoint-not-found',
  'response-blocked': 'endpoint-not-found',
  'storage-denied': 'endpoint-not-found',
  'publish-denied': 'endpoint-not-found',
  stalled: 'network',
  'storage-unavailable': 'api-unavailable',
  'publish-failed': 'api-unavailable',
  'rate-limited': 'api-unavailable',
  unavailable: 'api-unavailable',
  assembling: 'api-unavailable',
  forbidden: 'unauthorized',
  'ticket-invalid': 'ticket-expired',
  'signature-expired': 'ticket-expired',
  'parts-missing': 'object-mismatch',
  'upload-not-found': 'object-mismatch',
}

/** Also a page's sentence for a code of its own. */
export function errorSentence(
  { errors, notLoaded }: { readonly errors: ErrorMessages; readonly notLoaded: string },
  details: ErrorDetails,
): string {
  const { code } = details
  const sentences: Readonly<Record<string, ErrorMessage>> = { 'module-not-loaded': notLoaded, ...errors }
  const own = (name: string) => (Object.hasOwn(sentences, name) ? sentences[name] : undefined)
  const other = Object.hasOwn(SAME_SENTENCE, code) ? SAME_SENTENCE[code] : undefined
  const sentence = own(codeOf(details)) ?? errors[other ?? 'unknown']
  return typeof sentence === 'string' ? sentence : sentence(details)
}

/** A stored file whose content contradicts its name is another matter than a file that was refused for it. */
function codeOf({ code, declared }: ErrorDetails): string {
  return code === 'type-mismatch' && declared === undefined ? 'not-an-image' : code
}
