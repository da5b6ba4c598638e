/** What a response of the API, or of something before it, says about the set-up. */
import { HostError } from './bounded-fetch.ts'
import { type Finding, failure } from './finding.ts'

const API = { check: 'api', role: 'browser' } as const

/** Who answered: the API with a problem, or something else. */
export type Answerer = 'api' | 'other' | 'redirect'

export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly status: number
  readonly answerer: Answerer

  constructor(message: string, status: number, answerer: Answerer, options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.answerer = answerer
  }
}

const UNREACHED = '“The upload service can’t be reached. Check your connection and try again.”'
const WRONG = 'No upload starts: “Uploads are not set up correctly here.”'

/** `null`: an error that says nothing about the set-up. */
export function apiFinding(error: unknown): Finding | null {
  if (error instanceof ApiFailure) return failure(API, error.message, adviceOf(error))
  if (!(error instanceof HostError)) return null
  return failure(API, error.message, {
    visitor: UNREACHED,
    change: 'Check the host’s name, port and certificate, and that it runs.',
  })
}

function adviceOf({ status, answerer }: ApiFailure): { visitor: string; change: string } {
  if (answerer === 'redirect') {
    return {
      visitor: UNREACHED,
      change:
        'Name the address that it leads to as endpoint. Where that is a login page: let it answer calls of the API with 401.',
    }
  }
  if (answerer === 'api') return adviceOfApi(status)
  if (status === 401 || status === 403) {
    return {
      visitor: 'No upload starts: “You may not upload here. Please sign in again.”',
      change:
        'This is no answer of the API: something before it refused (a login, a firewall, CloudFront). Send what it wants by --header, or let calls of the API pass.',
    }
  }
  if (status === 413) return { visitor: WRONG, change: 'Let the proxy take bodies of 1 MiB.' }
  if (status === 429)
    return { visitor: UNREACHED, change: 'Something before the API limits requests: raise its limit.' }
  if (status >= 500) {
    return {
      visitor: UNREACHED,
      change:
        'A gateway answers, and reaches no API behind it: see whether it runs, on which port, and its log. With Lambda: its timeout, memory, and an error at start.',
    }
  }
  return {
    visitor: WRONG,
    change:
      'Check the endpoint: the path that the API is mounted at, without a call behind it. A server of pages may take the path before the API does.',
  }
}

function adviceOfApi(status: number): { visitor: string; change: string } {
  if (status === 401 || status === 403) {
    return {
      visitor: 'No upload starts: “You may not upload here. Please sign in again.”',
      change: 'Send what the API’s authorize wants: --header, or S3_UPLOADER_TOKEN.',
    }
  }
  if (status === 429)
    return {
      visitor: UNREACHED,
      change: 'Wait a minute, or raise UPLOAD_RATE_LIMIT of the API for this check.',
    }
  if (status >= 500)
    return { visitor: UNREACHED, change: 'See the API’s log: it names the cause and what to change.' }
  return {
    visitor: WRONG,
    change: 'Check the endpoint: the path that the API is mounted at, without a call behind it.',
  }
}
