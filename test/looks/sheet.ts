/** Pages with each look of the element in each of its states, side by side. */

export interface Sheet {
  /** Of the picture's file. */
  readonly name: string
  readonly language: string
  readonly scheme: 'light' | 'dark'
  /** Of a state's box, in pixels. */
  readonly width: number
  /** 2 is letters of twice the size. */
  readonly textScale: number
  /** Only Chromium's protocol has forced colours. */
  readonly forcedColors: boolean
}

const usual = { language: 'en', scheme: 'light', width: 340, textScale: 1, forcedColors: false } as const

export const sheets: readonly Sheet[] = [
  { ...usual, name: 'light' },
  { ...usual, name: 'dark', scheme: 'dark' },
  { ...usual, name: 'arabic', language: 'ar' },
  { ...usual, name: 'japanese', language: 'ja' },
  { ...usual, name: 'german-narrow', language: 'de', width: 240 },
  { ...usual, name: 'large-text', textScale: 2 },
  { ...usual, name: 'forced', forcedColors: true },
]

/** The variants, but for `dropzone`, which is `list`. */
export const looks = ['list', 'gallery', 'compact', 'button', 'avatar'] as const

interface State {
  readonly name: string
  /** One of element-backend.ts. */
  readonly endpoint: string
  readonly attributes?: string
  /** Files that are added. */
  readonly files?: readonly string[]
  readonly stored?: boolean
  readonly invalid?: boolean
}

const PICTURES = ['A walk by the sea with a long name 2026-08-12.png', 'turned.jpg', 'third.jpg']

const states: readonly State[] = [
  { name: 'empty', endpoint: 'works' },
  { name: 'invalid', endpoint: 'works', attributes: 'required', invalid: true },
  {
    name: 'not started',
    endpoint: 'works',
    attributes: 'manual reorder caption-field="alt"',
    files: PICTURES,
  },
  { name: 'sent, without a response', endpoint: 's3-silent', files: PICTURES },
  { name: 'no connection', endpoint: 's3-down', files: PICTURES },
  { name: 'done', endpoint: 'works', files: PICTURES },
  { name: 'failed', endpoint: 'sns-refuses', attributes: 'retries="0"', files: PICTURES },
  { name: 'refused', endpoint: 'works', files: ['notes.txt', 'page.html'] },
  { name: 'stored', endpoint: 'works', stored: true },
]

/** @param look the variant of all elements on the page */
export function sheetPage({ language, scheme, width, textScale }: Sheet, look: string): string {
  const direction = language === 'ar' ? 'rtl' : 'ltr'
  const boxes = states.map(({ name, endpoint, attributes = '', files = [], stored, invalid }) => {
    const several = look === 'avatar' ? 'no-crop' : 'multiple'
    const data = `data-files='${JSON.stringify(look === 'avatar' ? files.slice(1, 2) : files)}' ${stored ? 'data-stored' : ''} ${invalid ? 'data-invalid' : ''}`
    return `<form novalidate><h2 lang="en" dir="ltr">${name}</h2><s3-uploader variant="${look}" ${several} ${attributes} no-resume
      endpoint="/api/${endpoint}" ${data}><span slot="label">${look}</span></s3-uploader></form>`
  })
  return `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8"><title>${look}</title>
<style>
  :root { color-scheme: ${scheme}; font: ${16 * textScale}px/1.5 system-ui, sans-serif; }
  body { display: grid; grid-template-columns: repeat(auto-fill, ${width}px); gap: 20px; margin: 20px; align-items: start; }
  h2 { margin: 0 0 8px; font-size: 13px; opacity: 0.6; }
</style>
<script type="module" src="/s3-uploader.js"></script>
<body>${boxes.join('\n')}</body>
<script type="module">${FILL}</script></html>`
}

/** Runs in the page: brings each element into its state, then sets `isFilled`. */
const FILL = `
const picture = async (name) => {
  const response = await fetch('/api/pictures/turned.jpg')
  return new File([await response.blob()], name, { type: name.endsWith('.html') ? 'text/html' : name.endsWith('.txt') ? 'text/plain' : 'image/jpeg' })
}
await customElements.whenDefined('s3-uploader')
await Promise.all([...document.querySelectorAll('s3-uploader')].map(async (element) => {
  await element.load()
  const files = JSON.parse(element.dataset.files)
  if (files.length > 0) await element.addFiles(await Promise.all(files.map(picture)))
  if ('stored' in element.dataset) {
    const stored = { size: 123456, type: 'image/jpeg', thumbnailUrl: '/api/pictures/turned.jpg' }
    element.value = element.multiple
      ? ['one.jpg', 'two.jpg', 'three.jpg'].map((name) => ({ ...stored, key: 'uploads/' + name, name }))
      : { ...stored, key: 'uploads/one.jpg', name: 'one.jpg' }
  }
  if ('invalid' in element.dataset) {
    element.form.addEventListener('submit', (event) => event.preventDefault())
    element.form.requestSubmit()
  }
}))
const isSettled = ({ status }) => ['ready', 'failed'].includes(status)
const waiting = () => [...document.querySelectorAll('s3-uploader')].some((element) =>
  /works|sns/.test(element.endpoint) && !element.manual && !element.files.every(isSettled))
while (waiting()) await new Promise((resolve) => setTimeout(resolve, 100))
// Motion ends, and previews are drawn.
setTimeout(() => { globalThis.isFilled = true }, 1500)
`
