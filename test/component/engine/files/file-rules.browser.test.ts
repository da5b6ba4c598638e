import { expect, oneEvent } from '@open-wc/testing'
import type { FileValidator } from '../../../../component/engine/files/file-validator.ts'
import type { Rejection } from '../../../../component/engine/upload/rejection.ts'
import { png, uploaderOn } from '../../uploader-harness.ts'
import { waitUntil } from '../../wait-until.ts'

describe('the rules of the page', () => {
  it('say in one list, in one event and in words why files stay out', async () => {
    const uploader = await uploaderOn('works', { manual: true })
    const { element } = uploader
    element.setAttribute('verify-content', '')
    element.setAttribute('no-duplicates', '')
    element.setAttribute('min-width', '300')
    element.setAttribute('max-height', '200')
    let events = 0
    element.addEventListener('files-reject', () => {
      events += 1
    })
    const good = await png('good.png', '#c00', 300, 200)
    const liar = new File([await good.arrayBuffer()], 'liar.jpg', { type: 'image/jpeg' })
    await uploader.pick(
      good,
      new File(['<html>'], 'words.png', { type: 'image/png' }),
      liar,
      await png('narrow.png', '#0c0', 299, 200),
      good,
    )
    await waitUntil(() => uploader.alert !== '')
    expect(uploader.rows.map((row) => row.text.split(' ')[0])).to.deep.equal(['good.png'])
    expect(uploader.alert)
      .to.contain('4 files can’t be uploaded')
      .and.to.contain('words.png: The name says PNG, but the content is something else.')
      .and.to.contain('liar.jpg: The name says JPEG, but the content is PNG.')
      .and.to.contain('narrow.png: The image is 299 × 200 pixels; its width must be at least 300.')
      .and.to.contain('and 1 more')
    expect(events).to.equal(1)
    await uploader.pick(good)
    await waitUntil(() => uploader.alert.includes('The file is in the list already.'))
  })

  it('ask the page’s validators, and show their sentence as text', async () => {
    const validators: FileValidator[] = [
      (file) => (file.name.includes('draft') ? '<b>No drafts</b>, please.' : undefined),
      async (file) => {
        if (file.name.includes('broken')) throw new Error('lost')
        return undefined
      },
    ]
    const uploader = await uploaderOn('works', { manual: true, validators })
    const rejecting = oneEvent(uploader.element, 'files-reject')
    await uploader.pick(await png('draft.png'), await png('broken.png'), await png('final.png'))
    const { detail } = await rejecting
    // Drawn after it is told.
    await waitUntil(() => uploader.alert !== '')
    expect(detail.rejections.map((rejection: Rejection) => rejection.code)).to.deep.equal([
      'rejected',
      'rejected',
    ])
    expect(uploader.alert)
      .to.contain('draft.png: <b>No drafts</b>, please.')
      .and.to.contain('broken.png: The file was refused.')
    expect(uploader.rows.map((row) => row.text.split(' ')[0])).to.deep.equal(['final.png'])
  })

  it('tell that files are being checked, and announce them once they are in', async () => {
    let pass = () => {}
    const gate = new Promise<undefined>((resolve) => {
      pass = () => resolve(undefined)
    })
    const uploader = await uploaderOn('works', { manual: true, validators: [() => gate] })
    await uploader.pick(await png('a.png'), await png('b.png'))
    const summary = () => uploader.element.shadowRoot?.querySelector('[part=summary]')?.textContent ?? ''
    await waitUntil(() => summary().includes('Checking 2 files'))
    expect(uploader.spoken).to.equal('')
    pass()
    await waitUntil(() => uploader.rows.length === 2)
    expect(summary()).to.contain('0 of 2 files done')
    await waitUntil(() => uploader.spoken === '2 files added.')
  })

  it('measure what this browser displays, turned cameras included', async () => {
    // A JPEG header of 300 × 200 that the camera noted as lying on its side, in front of a real image.
    const canvas = document.createElement('canvas')
    canvas.width = 300
    canvas.height = 200
    canvas.getContext('2d')?.fillRect(0, 0, 300, 200)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'))
    const jpeg = new Uint8Array(await (blob ?? new Blob()).arrayBuffer())
    const exif = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1]
    const tag = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    const file = new File(
      [jpeg.slice(0, 2), new Uint8Array([...exif, ...tag]), jpeg.slice(2)],
      'turned.jpg',
      {
        type: 'image/jpeg',
      },
    )
    const image = new Image()
    image.src = URL.createObjectURL(file)
    await image.decode()
    expect([image.naturalWidth, image.naturalHeight]).to.deep.equal([200, 300])
    const uploader = await uploaderOn('works', { manual: true, maxWidth: 200, maxHeight: 300 })
    await uploader.pick(file)
    await waitUntil(() => uploader.rows.length === 1)
  })
})
