import { expect } from '@open-wc/testing'
import type { PictureOptions } from '../../../component/picture/picture-options.ts'
import { transformPicture } from '../../../component/picture/transform-picture.ts'
import { uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

const NOTHING: PictureOptions = {
  resizeWidth: undefined,
  resizeHeight: undefined,
  convertTo: null,
  quality: undefined,
  stripMetadata: false,
  convertHeic: false,
}

async function sample(name: string): Promise<File> {
  const response = await fetch(`/api/pictures/${name}`)
  const type = name.replace(/.*\./, 'image/').replace('jpg', 'jpeg')
  return new File([await response.arrayBuffer()], name, { type })
}

async function transformed(name: string | File, options: Partial<PictureOptions>) {
  const file = typeof name === 'string' ? await sample(name) : name
  const blob = await transformPicture(file, { ...NOTHING, ...options }, new AbortController().signal)
  return { file, blob }
}

/** Size and some pixels, as the browser shows them. */
async function look(blob: Blob | undefined) {
  if (blob === undefined) throw new Error('The picture stays as it is')
  const bitmap = await createImageBitmap(blob)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('No canvas here')
  context.drawImage(bitmap, 0, 0)
  const at = (x: number, y: number) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(
      Math.floor(x * bitmap.width),
      Math.floor(y * bitmap.height),
      1,
      1,
    ).data
    return alpha < 128
      ? 'clear'
      : red > 220 && green > 220 && blue > 220
        ? 'white'
        : red > blue
          ? 'red'
          : 'blue'
  }
  return { width: bitmap.width, height: bitmap.height, at }
}

async function text(blob: Blob | undefined): Promise<string> {
  return new TextDecoder('latin1').decode(await blob?.arrayBuffer())
}

describe('a picture', () => {
  it('is scaled down upright, keeps its other metadata, and its orientation is not applied twice', async () => {
    const { blob } = await transformed('turned.jpg', { resizeHeight: 200 })
    const { width, height, at } = await look(blob)
    expect([width, height]).to.deep.equal([100, 200])
    expect([at(0.5, 0.1), at(0.5, 0.9)]).to.deep.equal(['red', 'blue'])
    expect(blob?.type).to.equal('image/jpeg')
    expect((await text(blob)).includes('A secret place')).to.equal(true)
  })

  it('is never enlarged', async () => {
    expect((await transformed('turned.jpg', { resizeWidth: 5000 })).blob).to.equal(undefined)
    expect((await transformed('dot.png', { resizeWidth: 100, resizeHeight: 100 })).blob).to.equal(undefined)
  })

  it('with transparency is white behind it as JPEG', async () => {
    const { blob } = await transformed('transparent.png', {
      convertTo: 'image/jpeg',
      quality: 0.3,
      stripMetadata: true,
    })
    const { at } = await look(blob)
    expect(blob?.type).to.equal('image/jpeg')
    expect([at(0.25, 0.5), at(0.75, 0.5)]).to.deep.equal(['blue', 'white'])
  })

  it('keeps its transparency as PNG and WebP', async () => {
    const { blob } = await transformed('transparent.png', { resizeWidth: 16 })
    const { width, at } = await look(blob)
    expect([width, at(0.25, 0.5), at(0.75, 0.5)]).to.deep.equal([16, 'blue', 'clear'])
  })

  it('is encoded as another type, or as JPEG where the browser cannot', async () => {
    const { blob, file } = await transformed('turned.jpg', { convertTo: 'image/webp', stripMetadata: true })
    expect(['image/webp', 'image/jpeg']).to.include(blob?.type)
    expect(blob?.size).to.be.lessThan(file.size)
    expect((await text(blob)).includes('A secret place')).to.equal(false)
  })

  it('stays as it is where the result would be larger', async () => {
    expect((await transformed('turned.jpg', { convertTo: 'image/png' })).blob).to.equal(undefined)
    expect((await transformed('dot.png', { convertTo: 'image/jpeg' })).blob).to.equal(undefined)
  })

  it('that moves is left alone', async () => {
    for (const name of ['moving.gif', 'moving.webp']) {
      const { blob } = await transformed(name, { resizeWidth: 8, convertTo: 'image/jpeg', quality: 0.1 })
      expect(blob, name).to.equal(undefined)
    }
  })

  it('without metadata keeps its pixels, its colour profile and its orientation', async () => {
    for (const name of ['turned.jpg', 'turned.webp']) {
      const { file, blob } = await transformed(name, { stripMetadata: true })
      const [before, after] = [await text(file), await text(blob)]
      expect(before.includes('A secret place'), name).to.equal(true)
      expect(/A secret place|<secret|Camera/.exec(after), name).to.equal(null)
      expect(after.includes('acsp'), name).to.equal(true)
      const { width, height, at } = await look(blob)
      expect([width, height, at(0.5, 0.1), at(0.5, 0.9)], name).to.deep.equal(await shown(file))
    }
    const { file, blob } = await transformed('transparent.png', { stripMetadata: true })
    expect(blob?.size).to.be.lessThan(file.size)
    expect((await look(blob)).at(0.75, 0.5)).to.equal('clear')
  })

  it('that moves still moves without its metadata', async () => {
    const { blob } = await transformed('moving.webp', { stripMetadata: true })
    const content = await text(blob)
    expect(content.match(/ANMF/g)).to.have.length(2)
    expect(content.includes('A secret place')).to.equal(false)
  })

  it('that is damaged, or too large to decode, is not changed, and the reason is told', async () => {
    const told = (file: File) => transformed(file, { resizeWidth: 10, quality: 0.5 }).catch(String)
    expect(await told(new File([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2)], 'a.jpg'))).to.match(
      /Error/,
    )
    const large = new Uint8Array(await (await sample('dot.png')).arrayBuffer())
    new DataView(large.buffer).setUint32(16, 12_000)
    new DataView(large.buffer).setUint32(20, 8_400)
    expect(await told(new File([large], 'a.png'))).to.contain('It has too many pixels')
  })

  it('in HEIC becomes JPEG where the browser decodes it', async () => {
    const file = await sample('photo.heic')
    const isDecoded = await createImageBitmap(file).then(
      () => true,
      () => false,
    )
    const outcome = await transformed(file, { convertHeic: true }).then(({ blob }) => blob?.type, String)
    expect(outcome).to.equal(isDecoded ? 'image/jpeg' : 'Error: This browser does not decode HEIC.')
  })

  async function shown(file: File) {
    const { width, height, at } = await look(file)
    return [width, height, at(0.5, 0.1), at(0.5, 0.9)]
  }
})

describe('the element', () => {
  it('sends pictures as its attributes ask for, and other files as they are', async () => {
    const uploader = await uploaderOn('works', { noStatus: true })
    uploader.element.setAttribute('resize-width', '100')
    uploader.element.setAttribute('convert-to', 'image/jpeg')
    const photo = await sample('turned.webp')
    await uploader.pick(photo, new File(['GIF89a'], 'a.gif', { type: 'image/gif' }))
    await uploader.until('ready')
    const [first, second] = uploader.element.files
    expect(first).to.include({ name: 'turned.jpg', type: 'image/jpeg', file: photo, status: 'ready' })
    expect(first?.size).to.be.lessThan(photo.size)
    expect(second).to.include({ name: 'a.gif', size: 6 })
    expect(uploader.rows.map(({ text }) => text)[0]).to.contain('turned.jpg')
  })

  it('sends a picture that it cannot change as it is, and reports that once as an error of the page', async () => {
    const reported: string[] = []
    const { reportError } = window
    window.reportError = (error: Error) => reported.push(error.message)
    try {
      const uploader = await uploaderOn('works', { noStatus: true })
      uploader.element.quality = 0.5
      const broken = (name: string) =>
        new File([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2), name], name, { type: 'image/jpeg' })
      await uploader.pick(
        broken('1.jpg'),
        broken('2.jpg'),
        new File(['no picture'], '3.jpg', { type: 'image/jpeg' }),
      )
      await waitUntil(
        () =>
          uploader.element.files.length === 3 &&
          uploader.element.files.every(({ status }) => status === 'ready'),
      )
      expect(uploader.element.files.map(({ name }) => name)).to.deep.equal(['1.jpg', '2.jpg', '3.jpg'])
    } finally {
      window.reportError = reportError
    }
    expect(reported).to.have.length(1)
    expect(reported[0]).to.contain('a picture is uploaded as it is')
  })
})
