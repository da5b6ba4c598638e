/** The buttons that add sample files. After a reload, samples that were not finished are made again and continue. */
import type { S3UploaderElement } from '../component/index.ts'
import { find } from './find.ts'

const UNFINISHED = 'unfinished-samples'

const makers = {
  'sample-photos': async () => (await import('./sample-photos.ts')).samplePhotos(),
  'sample-film': async () => [(await import('./sample-film.ts')).sampleFilm()],
} as const
type Sample = keyof typeof makers

export function setUpSamples(uploader: S3UploaderElement): void {
  const samples = new Map<string, Sample>()

  const add = async (sample: Sample, isWanted: (name: string) => boolean = () => true) => {
    const files = (await makers[sample]()).filter(({ name }) => isWanted(name))
    for (const { name } of files) samples.set(name, sample)
    await uploader.addFiles(files)
  }

  for (const id of Object.keys(makers) as Sample[]) {
    const button = find<HTMLButtonElement>(id)
    button.addEventListener('click', () => {
      // Painting takes some hundred milliseconds; a disabled button would lose the focus.
      if (button.getAttribute('aria-disabled') === 'true') return
      button.setAttribute('aria-disabled', 'true')
      void add(id).finally(() => button.removeAttribute('aria-disabled'))
    })
  }

  addEventListener('pagehide', () => {
    const open = uploader.files.filter(
      ({ name, status }) => samples.has(name) && status !== 'ready' && status !== 'failed',
    )
    const names = open.map(({ name }) => [name, samples.get(name)])
    if (names.length > 0) sessionStorage.setItem(UNFINISHED, JSON.stringify(names))
  })

  const unfinished = JSON.parse(sessionStorage.getItem(UNFINISHED) ?? '[]') as [string, Sample][]
  sessionStorage.removeItem(UNFINISHED)
  for (const sample of new Set(unfinished.map(([, made]) => made))) {
    void add(sample, (name) => unfinished.some(([open]) => open === name))
  }
}
