import type { Messages } from './messages.ts'

/** Why an upload is tried again, in words. */
export function retryReason(code: string, { retryReason: words }: Messages): string {
  switch (code) {
    case 'network':
    case 'stalled':
    case 'api-unreachable':
      return words.connection
    case 'api-unavailable':
    case 'storage-unavailable':
    case 'publish-failed':
    case 'rate-limited':
      return words.busy
    default:
      return words.failed
  }
}
