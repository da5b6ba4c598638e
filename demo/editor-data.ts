/** What editors and language models read of the element, from its manifest and the pages. Pure. */
import type {
  Attribute,
  ClassField,
  CustomElement,
  CustomElementDeclaration,
  Package,
} from 'custom-elements-manifest/schema.js'

type ElementDeclaration = CustomElementDeclaration & CustomElement

/** The element of a manifest. @throws Error where it has none */
export function elementOf(manifest: Package): ElementDeclaration {
  for (const { declarations = [] } of manifest.modules) {
    for (const declaration of declarations) if (isElement(declaration)) return declaration
  }
  throw new Error('The manifest has no custom element')
}

function isElement(declaration: object): declaration is ElementDeclaration {
  return 'customElement' in declaration && declaration.customElement === true
}

/** For JetBrains' editors (https://github.com/JetBrains/web-types). */
export function webTypes(manifest: Package, { name, version }: { name: string; version: string }): object {
  const element = elementOf(manifest)
  const { attributes = [], members = [], events = [], slots = [] } = element
  const fields = members.filter((member): member is ClassField => member.kind === 'field')
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: [
          {
            name: element.tagName,
            description: element.description,
            attributes: attributes.map((attribute) => ({
              ...described(attribute),
              value: isSwitch(attribute) ? { kind: 'no-value' } : { type: typeOf(attribute) },
            })),
            slots: slots.map(described),
            js: {
              properties: fields.map((field) => ({ ...described(field), type: typeOf(field) })),
              events: events.map(described),
            },
            css: {
              parts: (element.cssParts ?? []).map(described),
              properties: (element.cssProperties ?? []).map(described),
            },
          },
        ],
      },
    },
  }
}

/** For Visual Studio Code (https://github.com/microsoft/vscode-custom-data). */
export function htmlCustomData(manifest: Package): object {
  const element = elementOf(manifest)
  return {
    version: 1.1,
    tags: [
      {
        name: element.tagName,
        description: element.description,
        attributes: (element.attributes ?? []).map((attribute) => {
          const values = choicesOf(attribute)
          return {
            ...described(attribute),
            ...(isSwitch(attribute) ? { valueSet: 'v' } : {}),
            ...(values.length === 0 ? {} : { values: values.map((name) => ({ name })) }),
          }
        }),
      },
    ],
  }
}

export interface ListedPage {
  /** Inside the package. */
  readonly path: string
  readonly title: string
  /** Its first sentence. */
  readonly summary: string
}

/** An index for language models (https://llmstxt.org). */
export function llmsText(
  { name, description }: { name: string; description: string },
  pages: readonly ListedPage[],
  manifest: Package,
): string {
  const { attributes = [], events = [] } = elementOf(manifest)
  const items = pages.map(({ path, title, summary }) => `- [${title}](../${path}): ${summary}`)
  return [
    `# ${name}`,
    `> ${description}`,
    `## Pages\n\n${items.join('\n')}`,
    `## Attributes of \`<s3-uploader>\`\n\n${attributes.map((each) => `- \`${each.name}\`: ${each.description ?? ''}`).join('\n')}`,
    `## Events\n\n${events.map((each) => `- \`${each.name}\`: ${each.description ?? ''}`).join('\n')}`,
    '',
  ].join('\n\n')
}

/** The title and the first paragraph of a page, on one line. */
export function listedPage(path: string, markdown: string): ListedPage {
  const [, title = path] = /^# (.+)$/m.exec(markdown) ?? []
  const paragraphs = markdown.replace(/^```[\s\S]*?^```$/gm, '').split(/\n{2,}/)
  const first = paragraphs.find((text) => /^[A-Z`]/.test(text.trim())) ?? ''
  const [summary = ''] = /^.*?[.:](?=\s|$)/s.exec(first.trim()) ?? [first.trim()]
  return { path, title: title.replaceAll('`', ''), summary: summary.replaceAll(/\s+/g, ' ') }
}

function described({ name, description }: { name: string; description?: string }): object {
  return { name, ...(description === undefined ? {} : { description }) }
}

function typeOf({ type }: Pick<Attribute, 'type'>): string {
  return type?.text ?? 'string'
}

function isSwitch(attribute: Attribute): boolean {
  return typeOf(attribute) === 'boolean'
}

/** The texts of a union of texts. */
function choicesOf(attribute: Attribute): string[] {
  const parts = typeOf(attribute)
    .split('|')
    .map((part) => part.trim())
  return parts.every((part) => /^'[^']*'$/.test(part)) ? parts.map((part) => part.slice(1, -1)) : []
}
