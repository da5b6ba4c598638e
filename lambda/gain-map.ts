import { APP1, APP2, jpegSegment, jpegSegments } from './jpeg-segments.ts'
import { joinPictures, readOtherPictures } from './multi-picture.ts'

/** The HDR rendition of a photo: a second, smaller JPEG that says where the first one is to be brighter, and how much. */
export interface GainMap {
  jpeg: Buffer
  /** ISO 21496-1 metadata, without its signature; `null`: not stated. */
  iso: Buffer | null
  /** Attributes of Ultra HDR's XMP, `hdrgm:Version` and so on; `null`: not stated. */
  xmp: Record<string, string> | null
}

const ISO_SIGNATURE = 'urn:iso:std:iso:ts:21496:-1\0'
/** Minimum and written version of the format: all that the first picture states. */
const ISO_VERSION = Buffer.alloc(4)
const XMP_SIGNATURE = 'http://ns.adobe.com/xap/1.0/\0'
const XMP_MARK = 'hdrgm:Version'

/** Whether a JPEG announces a gain map, by its header segments. */
export function hasGainMap(jpeg: Buffer): boolean {
  for (const { marker, content, end } of jpegSegments(jpeg)) {
    if (marker === APP2 && startsWith(jpeg, content, ISO_SIGNATURE)) return true
    if (marker === APP1 && jpeg.subarray(content, end).includes(XMP_MARK)) return true
  }
  return false
}

/** The gain map of a JPEG that announces one; `null` when it is not there or states nothing. */
export function readGainMap(jpeg: Buffer): GainMap | null {
  for (const picture of readOtherPictures(jpeg)) {
    const iso = readIso(picture)
    const xmp = readXmp(picture)
    if (iso !== null || xmp !== null) return { jpeg: picture, iso, xmp }
  }
  return null
}

/**
 * A JPEG with a gain map, of which only what rendering needs is written: other metadata of the original's gain map may
 * be personal.
 */
export function embedGainMap(primary: Buffer, { jpeg, iso, xmp }: GainMap): Buffer {
  const segments = [
    ...(iso === null ? [] : [jpegSegment(APP2, ISO_SIGNATURE, iso)]),
    ...(xmp === null ? [] : [jpegSegment(APP1, XMP_SIGNATURE, xmpPacket(attributesOf(xmp), ''))]),
  ]
  const second = Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
  const before = [
    ...(xmp === null
      ? []
      : [jpegSegment(APP1, XMP_SIGNATURE, xmpPacket('hdrgm:Version="1.0"', directory(second.length)))]),
    ...(iso === null ? [] : [jpegSegment(APP2, ISO_SIGNATURE, ISO_VERSION)]),
  ]
  return joinPictures(primary, before, second)
}

function readIso(jpeg: Buffer): Buffer | null {
  for (const { marker, content, end } of jpegSegments(jpeg)) {
    if (marker !== APP2 || !startsWith(jpeg, content, ISO_SIGNATURE)) continue
    const metadata = jpeg.subarray(content + ISO_SIGNATURE.length, end)
    if (metadata.length > ISO_VERSION.length) return metadata
  }
  return null
}

function readXmp(jpeg: Buffer): Record<string, string> | null {
  for (const { marker, content, end } of jpegSegments(jpeg)) {
    if (marker !== APP1 || !startsWith(jpeg, content, XMP_SIGNATURE)) continue
    const text = jpeg.toString('utf8', content + XMP_SIGNATURE.length, end)
    const attributes = [...text.matchAll(/hdrgm:([A-Z][A-Za-z]{1,40})="([-+0-9.eE]{1,32}|True|False)"/g)]
    const found = Object.fromEntries(attributes.map(([, name = '', value = '']) => [name, value]))
    if (found.GainMapMax !== undefined) return found
  }
  return null
}

function attributesOf(xmp: Record<string, string>): string {
  return Object.entries(xmp)
    .map(([name, value]) => `hdrgm:${name}="${value}"`)
    .join(' ')
}

function xmpPacket(attributes: string, content: string): string {
  return (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" ' +
    'xmlns:Container="http://ns.google.com/photos/1.0/container/" ' +
    `xmlns:Item="http://ns.google.com/photos/1.0/container/item/" ${attributes}>${content}</rdf:Description>` +
    '</rdf:RDF></x:xmpmeta>'
  )
}

/** Ultra HDR's list of the pictures in a file. */
function directory(length: number): string {
  const item = (attributes: string) =>
    `<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" ${attributes}/></rdf:li>`
  const items = item('Item:Semantic="Primary"') + item(`Item:Semantic="GainMap" Item:Length="${length}"`)
  return `<Container:Directory><rdf:Seq>${items}</rdf:Seq></Container:Directory>`
}

function startsWith(jpeg: Buffer, at: number, signature: string): boolean {
  return jpeg.toString('latin1', at, at + signature.length) === signature
}
