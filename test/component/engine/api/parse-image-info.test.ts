import { describe, expect, it } from 'vitest'
import { parseImageDetails, parseVariantDetails } from '../../../../component/engine/api/parse-image-info.ts'

const details = {
  contentType: 'image/jpeg',
  size: 9,
  colorSpace: 'display-p3',
  bitDepth: 8,
  hdr: true,
  durationMs: 300,
  loop: 0,
  density: 72,
  camera: 'SONY ILCE-6000',
  lens: 'E 35mm',
  exposure: '1/250 s',
  copyright: 'Ann',
  hasLocation: false,
  placeholder: { thumbHash: 'abc=', color: '#aabbcc' },
  sources: [
    { type: 'image/webp', srcset: 'https://s3.test/a 4w', src: 'https://s3.test/a', width: 4, height: 3 },
  ],
}

describe('the details of an image', () => {
  it('are read as the API sends them', () => {
    expect(parseImageDetails(details)).toEqual(details)
    expect(parseVariantDetails({ frames: 3, hdr: 'kept' })).toEqual({ frames: 3, hdr: 'kept' })
  })

  it('are left out where they have another type', () => {
    const wrong = Object.fromEntries(
      Object.keys(details).map((name) => [name, name === 'sources' ? [7, {}] : []]),
    )
    expect(parseImageDetails(wrong)).toEqual({ sources: [] })
    expect(parseImageDetails({})).toEqual({})
    expect(parseVariantDetails({ frames: '3', hdr: 'maybe' })).toEqual({})
  })
})
