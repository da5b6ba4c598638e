import { describe, expect, it } from 'vitest'
import { parsePartsPage, parseUploadId } from '../../../server/aws/multipart-response.ts'

const sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const page = (content: string) =>
  `<?xml version="1.0"?>\n<ListPartsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</ListPartsResult>`

describe('a page of parts', () => {
  it.each([
    ['<Part><PartNumber>1</PartNumber><ETag>&quot;e1&quot;</ETag><Size>5</Size></Part>', { etag: '"e1"' }],
    ['<Part><Size>5</Size><ETag>"e1"</ETag><PartNumber>1</PartNumber></Part>', { etag: '"e1"' }],
    [
      '<Part>\n <PartNumber>1</PartNumber>\n <ETag>&#34;e1&#34;</ETag>\n <Size>5</Size>\n</Part>',
      { etag: '"e1"' },
    ],
    [
      `<Part><PartNumber>1</PartNumber><ETag>e1</ETag><Size>5</Size><ChecksumSHA256>${sha256}</ChecksumSHA256></Part>`,
      { etag: 'e1', sha256 },
    ],
  ])('is read from %j', (part, expected) => {
    expect(parsePartsPage(page(`<IsTruncated>false</IsTruncated>${part}`))).toEqual({
      parts: [{ partNumber: 1, size: 5, ...expected }],
      nextPartNumber: null,
    })
  })

  it('continues after its last part when it is truncated', () => {
    const part = (number: number) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>e</ETag><Size>0</Size></Part>`
    const xml = page(
      `<PartNumberMarker>3</PartNumberMarker><IsTruncated>true</IsTruncated>${part(4)}${part(9)}`,
    )
    expect(parsePartsPage(xml)).toMatchObject({
      parts: [{ partNumber: 4 }, { partNumber: 9 }],
      nextPartNumber: 9,
    })
  })

  it('may be empty', () => {
    expect(parsePartsPage(page('<IsTruncated>false</IsTruncated>'))).toEqual({
      parts: [],
      nextPartNumber: null,
    })
  })

  it.each([
    '',
    '<html>hi</html>',
    page('<Part><PartNumber>1</PartNumber><Size>5</Size></Part>'),
    page('<Part><PartNumber>1</PartNumber><ETag>e</ETag></Part>'),
    page('<Part><PartNumber>one</PartNumber><ETag>e</ETag><Size>5</Size></Part>'),
    page('<IsTruncated>true</IsTruncated>'),
    page('<Part><PartNumber>1</PartNumber><ETag>e</ETag><Size>5</Size></Part>').slice(0, -20),
  ])('is null for %j', (xml) => {
    expect(parsePartsPage(xml)).toBeNull()
  })

  it('is preceded by a response that names the upload', () => {
    const xml =
      '<InitiateMultipartUploadResult><Key>k</Key><UploadId>a.b_c-&amp;~</UploadId></InitiateMultipartUploadResult>'
    expect(parseUploadId(xml)).toBe('a.b_c-&~')
    expect(parseUploadId('<UploadId></UploadId>')).toBeNull()
  })
})
