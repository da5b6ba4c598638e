/** Reports failures of an element's uploads to the developer. What that takes is loaded with the first one. */
export function reportFailures(host: HTMLElement): void {
  host.addEventListener('upload-error', ({ detail }) => {
    import('./report-failure.ts').then(({ reportFailure }) => reportFailure(detail.error)).catch(() => {})
  })
}
