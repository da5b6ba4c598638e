import { expect } from '@open-wc/testing'
import { png, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

/** What a test changed of the page, to be put back. */
const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0)) step()
})

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('There is none')
  return item
}

describe('pictures of files', () => {
  /** Those that the browser keeps in memory. */
  function watchPictures(): Set<string> {
    const kept = new Set<string>()
    const { createObjectURL, revokeObjectURL } = URL
    URL.createObjectURL = (object) => {
      const url = createObjectURL(object)
      kept.add(url)
      return url
    }
    URL.revokeObjectURL = (url) => {
      kept.delete(url)
      revokeObjectURL(url)
    }
    undo.push(() => Object.assign(URL, { createObjectURL, revokeObjectURL }))
    return kept
  }

  it('leave the memory with their rows', async () => {
    const kept = watchPictures()
    const uploader = await uploaderOn('works', { manual: true })
    await uploader.pick(await png('a.png'), await png('b.png'), await png('c.png'))
    await waitUntil(() => kept.size === 3)
    await uploader.element.remove(first(uploader.element.files).id)
    await waitUntil(() => kept.size === 2)
    uploader.element.clear()
    await waitUntil(() => kept.size === 0)
  })

  it('stay in sight while their rows leave', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    const { shadowRoot } = uploader.element
    if (shadowRoot === null) throw new Error('Nothing is drawn')
    await uploader.pick(await png('a.png'))
    await waitUntil(() => (uploader.rows[0]?.image?.naturalWidth ?? 0) > 0)
    const left: HTMLImageElement[] = []
    const observer = new MutationObserver(() =>
      left.push(...shadowRoot.querySelectorAll<HTMLImageElement>('[inert] img')),
    )
    observer.observe(shadowRoot, { childList: true, subtree: true })
    undo.push(() => observer.disconnect())
    await uploader.element.remove(first(uploader.element.files).id)
    await waitUntil(() => left.length > 0)
    await waitUntil(() => first(left).complete)
    expect(first(left).naturalWidth).to.be.greaterThan(0)
  })

  it('stay while the element is moved, leave with it, and are there again when it is back', async () => {
    const kept = watchPictures()
    const uploader = await uploaderOn('works', { manual: true })
    const { element } = uploader
    await uploader.pick(await png('a.png'), await png('b.png'))
    await waitUntil(() => kept.size === 2)
    const before = [...kept]
    const parent = element.parentElement
    const box = document.createElement('div')
    undo.push(() => box.remove())
    document.body.append(box)
    box.append(element)
    await element.updateComplete
    expect([...kept]).to.deep.equal(before)

    box.remove()
    await waitUntil(() => kept.size === 0)
    expect(element.files.map(({ previewUrl }) => previewUrl)).to.deep.equal([null, null])
    parent?.append(element)
    await waitUntil(() => kept.size === 2)
    await waitUntil(() => uploader.rows.every((row) => kept.has(row.image?.src ?? '')))
  })

  it('of one that the browser never decodes do not hold up the others, nor the upload', async () => {
    const { createImageBitmap } = window
    undo.push(() => {
      window.createImageBitmap = createImageBitmap
    })
    const kept = watchPictures()
    const uploader = await uploaderOn('works', { noStatus: true })
    window.createImageBitmap = (image: ImageBitmapSource, ...rest: unknown[]) =>
      image instanceof File && image.name === 'stuck.png'
        ? new Promise(() => {})
        : Reflect.apply(createImageBitmap, window, [image, ...rest])
    await uploader.pick(await png('stuck.png'), await png('next.png', '#0c0'))
    await uploader.until('ready')
    await waitUntil(() => kept.size === 1)
    expect(uploader.element.files.map(({ previewUrl }) => previewUrl !== null)).to.deep.equal([false, true])
  })
})
