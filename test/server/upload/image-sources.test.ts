import { describe, expect, it } from 'vitest'
import { imageSources } from '../../../server/upload/image-sources.ts'

function variant(name: string, contentType: string, width: number, height: number) {
  const url = `https://s3.test/${name}?X-Amz-Signature=1`
  return { name, key: name, url, contentType, width, height, size: 1 }
}

describe('the sources of an image', () => {
  it('are one srcset for each type, most compact first, sizes ascending', () => {
    const sources = imageSources({ width: 6000, height: 4000 }, [
      variant('large.jpg', 'image/jpeg', 1600, 1067),
      variant('large.avif', 'image/avif', 1600, 1067),
      variant('small.avif', 'image/avif', 320, 213),
    ])
    expect(sources).toEqual([
      {
        type: 'image/avif',
        srcset:
          'https://s3.test/small.avif?X-Amz-Signature=1 320w, https://s3.test/large.avif?X-Amz-Signature=1 1600w',
        src: 'https://s3.test/large.avif?X-Amz-Signature=1',
        width: 1600,
        height: 1067,
      },
      {
        type: 'image/jpeg',
        srcset: 'https://s3.test/large.jpg?X-Amz-Signature=1 1600w',
        src: 'https://s3.test/large.jpg?X-Amz-Signature=1',
        width: 1600,
        height: 1067,
      },
    ])
  })

  it('leave out videos', () => {
    const video = variant('media-video.mp4', 'video/mp4', 1280, 720)
    const poster = variant('media-poster.jpg', 'image/jpeg', 1280, 720)
    const sources = imageSources({ width: 1280, height: 720 }, [video, poster])
    expect(sources.map(({ type }) => type)).toEqual(['image/jpeg'])
  })

  it('leave out crops of another aspect ratio and keep rounded sizes', () => {
    const image = { width: 4000, height: 3001 }
    expect(imageSources(image, [variant('thumb', 'image/webp', 100, 100)])).toEqual([])
    expect(imageSources(image, [variant('tiny', 'image/webp', 7, 5)])).toHaveLength(1)
    expect(imageSources({ width: 100, height: 100 }, [variant('thumb', 'image/webp', 64, 64)])).toHaveLength(
      1,
    )
  })
})
