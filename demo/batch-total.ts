/** What a batch came to, in the sentence that a visitor wants. Pure. */
import { formatBytes } from '../component/text/format-bytes.ts'
import { formatDuration } from './format-duration.ts'

export interface BatchFile {
  readonly type: string
  /** Bytes. */
  readonly size: number
  readonly status: string
  readonly variants: readonly { readonly name: string; readonly size: number }[]
}

const KINDS: readonly (readonly [start: string, one: string, many: string])[] = [
  ['image/', 'photo', 'photos'],
  ['video/', 'film', 'films'],
  ['', 'file', 'files'],
]

/** `3 photos, 3.7 MB, 1.9 s from click to thumbnail. 3.7 MB became 9.4 kB.` @returns '' without a finished file */
export function batchTotal(files: readonly BatchFile[], durationMs: number): string {
  const done = files.filter(({ status }) => status === 'ready')
  if (done.length === 0) return ''
  const counted = KINDS.map(([start, one, many], index) => {
    const { length } = done.filter(({ type }) => kindOf(type) === index && type.startsWith(start))
    return length === 0 ? '' : `${length} ${length === 1 ? one : many}`
  })
  const pictures = done.flatMap(({ size, variants }) => {
    const thumb = variants.find(({ name }) => name === 'thumb')
    return thumb === undefined ? [] : [{ from: size, to: thumb.size }]
  })
  const end = pictures.length > 0 ? 'from click to thumbnail' : 'from click to verified in S3'
  const size = formatBytes(sum(done.map((file) => file.size)), 'en')
  const total = `${counted.filter((words) => words !== '').join(' and ')}, ${size}, ${formatDuration(durationMs)} ${end}.`
  if (pictures.length === 0) return total
  const [from, to] = [sum(pictures.map((each) => each.from)), sum(pictures.map((each) => each.to))]
  return `${total} ${pictures.length === 1 ? 'Thumbnail' : 'Thumbnails'}: ${formatBytes(from, 'en')} → ${formatBytes(to, 'en')}.`
}

const kindOf = (type: string) => KINDS.findIndex(([start]) => type.startsWith(start))
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
