import { XMLBuilder, XMLParser } from 'fast-xml-parser'

/** An element's content; a list repeats the element, `undefined` omits it. */
export type XmlContent = string | number | boolean | undefined | XmlTree | XmlContent[]
export type XmlTree = { [element: string]: XmlContent }

const builder = new XMLBuilder({ ignoreAttributes: false })
const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, isArray: () => true })

export function renderXml(root: string, content: XmlTree, namespace?: string): string {
  const attributes = namespace === undefined ? {} : { '@_xmlns': namespace }
  const text = builder.build({ [root]: { ...attributes, ...content } })
  // Control characters are legal in object keys; like S3, writes them as character references.
  const legal = text.replace(/[^\n\t\P{Cc}]/gu, (character) => `&#${character.charCodeAt(0)};`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${legal}`
}

export function parseXml(text: string): unknown {
  return parser.parse(text, true)
}

/** All elements at the end of this path; each earlier step is the first element of its name. */
export function listIn(element: unknown, ...[name, ...path]: string[]): unknown[] {
  const children: unknown = Object.entries(Object(element)).find(([key]) => key === name)?.[1]
  const list: unknown[] = Array.isArray(children) ? children : []
  return path.length === 0 ? list : listIn(list[0], ...path)
}

export function textIn(element: unknown, name: string): string | undefined {
  const [text] = listIn(element, name)
  return typeof text === 'string' ? text : undefined
}
