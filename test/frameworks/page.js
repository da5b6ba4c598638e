/** What every page tells its test, and what the test tells it. */
export const page = {
  events: [],
  errors: [],
  /** Frameworks set these as properties where the element has them. */
  props: {
    name: 'photos',
    endpoint: '/uploads',
    route: undefined,
    accept: null,
    multiple: true,
    noStatus: true,
    noPreview: true,
    maxFileSize: '10MB',
    maxFiles: undefined,
    headers: () => ({ 'x-page': 'yes' }),
    credentials: undefined,
    metadata: { album: 'summer' },
    validators: [(file) => (file.name === 'refused.png' ? 'Not this one.' : null)],
    strings: { chooseFiles: 'Pick photos' },
    value: undefined,
    files: undefined,
    retries: undefined,
    concurrency: undefined,
    checksum: undefined,
    required: undefined,
    disabled: undefined,
  },
  set: undefined,
  unmount: undefined,
}

export const note = (event) => page.events.push(event.type)

window.page = page
window.addEventListener('error', ({ message }) => page.errors.push(message))
window.addEventListener('unhandledrejection', ({ reason }) => page.errors.push(String(reason)))
