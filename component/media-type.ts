/**
 * The media types of a file, in element and API alike, so that the page lets in what the API takes. Pure.
 *
 * `File.type` is what the visitor's system has registered for the extension: empty for many files, and another name of the
 * same type on Windows, Android or in older browsers. Names and extensions: the IANA registry
 * (https://www.iana.org/assignments/media-types), and for formats without an entry there the name that browsers use.
 */

/** One type a line: its name, its extensions (object keys get the first), and after `<` its other names. */
const TABLE = `
image/jpeg jpg jpeg jpe jfif < jpg pjpeg jfif
image/png png < x-png
image/apng apng
image/webp webp
image/avif avif avifs
image/gif gif
image/heic heic < x-heic
image/heif heif hif
image/tiff tif tiff < x-tiff tif
image/bmp bmp dib < x-ms-bmp x-bmp x-windows-bmp
image/svg+xml svg < svg
image/jxl jxl
image/vnd.microsoft.icon ico < x-icon ico
image/vnd.adobe.photoshop psd < x-photoshop psd application/x-photoshop application/photoshop
image/vnd.dxf dxf < x-dxf application/dxf application/x-dxf
image/x-adobe-dng dng < dng
image/x-canon-cr2 cr2
image/x-canon-cr3 cr3
image/x-nikon-nef nef
image/x-sony-arw arw
video/mp4 mp4 m4v mp4v < x-m4v
video/quicktime mov qt
video/webm webm
video/x-matroska mkv < matroska
video/x-msvideo avi < avi msvideo vnd.avi
video/mpeg mpg mpeg mpe
video/ogg ogv
video/3gpp 3gp 3gpp
video/3gpp2 3g2
video/mp2t ts m2ts mts < vnd.dlna.mpeg-tts
video/x-ms-wmv wmv
video/x-flv flv
audio/mpeg mp3 mpga < mp3 x-mp3 x-mpeg mpeg3 x-mpeg-3
audio/mp4 m4a m4b < x-m4a m4a x-m4b
audio/aac aac < x-aac aacp x-hx-aac-adts vnd.dlna.adts
audio/wav wav < x-wav wave vnd.wave x-pn-wav
audio/flac flac < x-flac
audio/ogg ogg oga opus < x-ogg opus
audio/webm weba
audio/midi mid midi < x-midi mid
audio/x-aiff aif aiff < aiff
audio/amr amr
audio/x-ms-wma wma
application/pdf pdf < x-pdf acrobat text/pdf
application/zip zip < x-zip-compressed x-zip
application/gzip gz tgz < x-gzip x-compressed
application/x-tar tar
application/x-bzip2 bz2 < x-bzip
application/x-7z-compressed 7z < x-7z
application/vnd.rar rar < x-rar-compressed x-rar rar
application/x-xz xz
application/zstd zst
application/json json < x-json text/json
application/geo+json geojson < vnd.geo+json
application/xml xml < text/xml
application/gpx+xml gpx
application/vnd.google-earth.kml+xml kml
application/vnd.google-earth.kmz kmz
application/yaml yaml yml < x-yaml text/yaml text/x-yaml
application/rtf rtf < text/rtf x-rtf
application/msword doc dot < vnd.msword x-msword
application/vnd.ms-excel xls xlt < msexcel x-msexcel x-excel excel
application/vnd.ms-powerpoint ppt pps < mspowerpoint powerpoint x-mspowerpoint
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.oasis.opendocument.text odt
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.presentation odp
application/epub+zip epub < epub
application/postscript ps eps ai < eps x-eps
application/sql sql < x-sql text/x-sql
application/wasm wasm
application/vnd.apache.parquet parquet
text/plain txt text log < x-log
text/csv csv < x-csv comma-separated-values x-comma-separated-values application/csv application/x-csv
text/tab-separated-values tsv
text/markdown md markdown < x-markdown
text/html html htm
text/css css
text/javascript js mjs < application/javascript application/x-javascript
text/calendar ics < x-vcalendar
text/vcard vcf < x-vcard directory
text/vtt vtt
application/x-subrip srt < srt text/srt
font/woff woff < application/font-woff application/x-font-woff
font/woff2 woff2
font/ttf ttf < application/x-font-ttf application/x-font-truetype
font/otf otf < application/x-font-otf application/x-font-opentype
model/gltf-binary glb
model/gltf+json gltf
model/stl stl < application/sla application/vnd.ms-pki.stl x.stl-binary x.stl-ascii
model/obj obj
model/3mf 3mf < application/vnd.ms-package.3dmanufacturing-3dmodel+xml
model/step stp step
`

const typeOfExtension = new Map<string, string>()
const nameOf = new Map<string, string>()
const extensionOfType = new Map<string, string>()

for (const line of TABLE.trim().split('\n')) {
  const [known = '', aliases = ''] = line.split(' < ')
  const [type = '', ...extensions] = known.split(' ')
  const [family] = type.split('/', 1)
  nameOf.set(type, type)
  for (const alias of aliases.split(' ')) nameOf.set(alias.includes('/') ? alias : `${family}/${alias}`, type)
  for (const extension of extensions) typeOfExtension.set(extension, type)
  extensionOfType.set(type, extensions[0] ?? 'bin')
}

/** RFC 6838 names, without `$`: S3 expands `${filename}` in form fields. */
const WELL_FORMED = /^[a-z0-9][a-z0-9!#&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#&^_.+-]{0,126}$/

/** What systems report for files that they do not know, and servers for downloads. */
const GENERIC =
  /^(application|binary)\/(octet-stream|(x-)?(force-)?download|unknown|x-unknown|x-msdownload|save)$/
const BYTES = 'application/octet-stream'

/** Types that also name the more specific one: a system without it reports the container or the plain text. */
const CONTAINERS: readonly (readonly [declared: RegExp, specific: RegExp])[] = [
  [/^text\/plain$/, /^text\/|[/+](json|xml|yaml|sql|x-subrip|rtf|obj|stl)$/],
  [/^application\/xml$/, /\+xml$/],
  [/^application\/json$/, /\+json$/],
  [/^application\/zip$/, /\+zip$|openxmlformats|opendocument|kmz|3mf/],
  [/^application\/gzip$|^application\/x-tar$/, /gzip$|x-tar$/],
  // Windows with Excel.
  [/^application\/vnd\.ms-excel$/, /^text\/(csv|tab-separated-values)$/],
  [/^image\/hei[cf]$/, /^image\/hei[cf]$/],
  [/^(audio|video)\/(mp4|3gpp2?|quicktime)$/, /^(audio|video)\/(mp4|3gpp2?)$/],
  [/^(audio|video|application)\/ogg$/, /\/ogg$/],
  [/^(audio|video)\/(webm|x-matroska)$/, /\/(webm|x-matroska)$/],
]

/** The fields of a `File` that tell its type. */
export interface TypedFile {
  readonly name: string
  /** `''` where the browser knows none. */
  readonly type: string
}

/**
 * The types that a file may be taken for, the most specific first; at least one. Lower case, without parameters, by their
 * registered names. The extension counts where the declared type is missing, malformed, generic or unknown, or contains the more
 * specific one (`text/plain` of `a.csv`); a known type of another kind is not overruled.
 */
export function mediaTypes({ name, type }: TypedFile): readonly string[] {
  const declared = canonicalType((type.split(';', 1)[0] ?? '').trim().toLowerCase())
  const byName = typeOfExtension.get(extensionIn(name))
  if (!isMediaType(declared) || GENERIC.test(declared))
    return byName === undefined ? [BYTES] : [byName, BYTES]
  if (byName === undefined || byName === declared) return [declared]
  const isVague =
    !nameOf.has(declared) ||
    CONTAINERS.some(([container, specific]) => container.test(declared) && specific.test(byName))
  return isVague ? [byName, declared] : [declared]
}

/** The most specific of `mediaTypes`. */
export function mediaType(file: TypedFile): string {
  return mediaTypes(file)[0] ?? BYTES
}

/**
 * A browser that opens one of these from the bucket's domain runs scripts inside it (every kind of XML included), so a
 * wildcard does not allow them.
 */
const ACTIVE = /^text\/(html|xsl)$|[/+]xml$|(java|ecma|j|live)script/

/**
 * Of the types that a file may be taken for, the most specific one that a list allows; undefined for none.
 *
 * @param allowed types by any of their names, and wildcards such as `image/*`
 */
export function allowedType(file: TypedFile, allowed: readonly string[]): string | undefined {
  return mediaTypes(file).find((type) => {
    const wildcard = `${type.slice(0, type.indexOf('/'))}/*`
    const isNamed = allowed.some((pattern) => canonicalType(pattern) === type)
    return isNamed || (allowed.includes(wildcard) && !ACTIVE.test(type))
  })
}

/** The registered name of a type. @param type in lower case */
export function canonicalType(type: string): string {
  return nameOf.get(type) ?? type
}

/** Whether a text is the name of a type, in lower case and without parameters. */
export function isMediaType(text: string): boolean {
  return WELL_FORMED.test(text)
}

/** Without the dot; `bin` for types that are not in the table. */
export function extensionOf(type: string): string {
  return extensionOfType.get(type) ?? 'bin'
}

/** In lower case, without the dot and anything invisible after it; `''` for none. */
function extensionIn(name: string): string {
  return /\.([^.\s\p{C}]+)[\s\p{C}]*$/u.exec(name)?.[1]?.toLowerCase() ?? ''
}
