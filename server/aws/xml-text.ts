/** The one reader of XML: a few known elements, by pattern. Pure. */

/** The unescaped text of the first such element; `null` where there is none or it is empty. */
export function xmlText(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]
  return text === undefined ? null : unescaped(text)
}

/** What is inside each such element, in document order. */
export function xmlElements(xml: string, name: string): string[] {
  return Array.from(xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs')), ([, inner = '']) => inner)
}

const ENTITIES = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['#34', '"'],
  ['#39', "'"],
])

// S3 writes ETags with their quotes, which XML escapes.
function unescaped(text: string): string {
  return text.replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES.get(name) ?? entity)
}
