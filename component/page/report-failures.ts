import { UploadError } from '../engine/upload/upload-error.ts'

/** Reports failures of an element's uploads to the developer. What that takes is loaded with the first one. */
export function reportFailures(host: HTMLElement): void {
  host.addEventListener('upload-error', ({ detail }) => report(detail.error))
}

/** A `/config` outside the contract: the element works without limits. Other failures are those of the uploads, too. */
export function reportConfig(error: unknown): void {
  if (error instanceof UploadError && error.code === 'protocol') report(error)
}

function report(error: UploadError): void {
  import('./report-failure.ts').then(({ reportFailure }) => reportFailure(error)).catch(() => {})
}
