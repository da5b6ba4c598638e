import { XMLParser } from 'fast-xml-parser'

/** An element's content; a list repeats the element, `undefined` leaves it out. */
export type XmlContent = string | number | boolean | undefined | XmlTree | readonly XmlContent[]
export interface XmlTree {
  readonly [element: string]: XmlContent
}

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

export function xmlDocument(root: string, content: XmlTree, namespace?: string): string {
  const attributes = namespace === undefined ? '' : ` xmlns="${namespace}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${renderTree(content)}</${root}>`
}

function renderTree(tree: XmlTree): string {
  return Object.entries(tree)
    .map(([name, content]) => renderElement(name, content))
    .join('')
}

function renderElement(name: string, content: XmlContent): string {
  if (content === undefined) return ''
  if (isList(content)) return content.map((item) => renderElement(name, item)).join('')
  const inner = typeof content === 'object' ? renderTree(content) : escapeXml(String(content))
  return `<${name}>${inner}</${name}>`
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content)
}

/** Control characters, legal in object keys, become references as S3 writes them. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"'\p{Cc}]/gu, (character) => {
    if (character === '\n' || character === '\t') return character
    return `&#${character.codePointAt(0)};`
  })
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => repeated.has(name),
})
const repeated = new Set([
  'Object',
  'Part',
  'CORSRule',
  'AllowedOrigin',
  'AllowedMethod',
  'AllowedHeader',
  'ExposeHeader',
])

/** The document as plain objects of strings and lists; throws on text that is not XML. */
export function parseXml(text: string): unknown {
  return parser.parse(text, true)
}
