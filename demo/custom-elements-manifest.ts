/**
 * `custom-elements.json`: the element's public face for editors, wrappers and documentation tools, read from the tags and
 * types in its sources (https://github.com/webcomponents/custom-elements-manifest, schema 1.0.0).
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { create, ts } from '@custom-elements-manifest/analyzer'
import type {
  ClassMember,
  CustomElement,
  CustomElementDeclaration,
  Declaration,
  Package,
} from 'custom-elements-manifest/schema.js'

declare module '@custom-elements-manifest/analyzer' {
  // Exported without types.
  export function create(options: { modules: readonly unknown[] }): Package
  export const ts: {
    createSourceFile(name: string, text: string, target: number, setParentNodes: boolean): unknown
    ScriptTarget: { ES2022: number }
  }
}

type ElementDeclaration = CustomElementDeclaration & CustomElement

export const ELEMENT_CLASS = 'S3UploaderElement'

/** The class and those it inherits from. */
const SOURCES = [
  's3-uploader.ts',
  'lazy-uploader.ts',
  'uploader-properties.ts',
  'picture-properties.ts',
  'form-properties.ts',
  'declared-properties.ts',
]
/** What Lit and browsers call. */
const INTERNAL =
  /Callback$|^(role|properties|styles|shadowRootOptions|formAssociated|render|update.*|scheduleUpdate)$/

/** @throws Error where the sources do not hold the class */
export async function customElementsManifest(): Promise<Package> {
  const modules = await Promise.all(
    SOURCES.map(async (name) => {
      const source = await readFile(fileURLToPath(new URL(`../component/${name}`, import.meta.url)), 'utf8')
      return ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true)
    }),
  )
  const { modules: analyzed } = create({ modules })
  const declared = analyzed.flatMap(({ declarations = [] }) => declarations).find(isElement)
  if (declared === undefined) throw new Error(`No class ${ELEMENT_CLASS} in ${SOURCES}`)
  const declaration: ElementDeclaration = {
    ...declared,
    superclass: { name: 'LitElement', package: 'lit' },
    members: (declared.members ?? []).filter(isPublic).map(withoutOrigin),
    attributes: (declared.attributes ?? []).map(withoutOrigin),
    cssParts: (declared.cssParts ?? []).map(withoutOrigin),
    cssProperties: (declared.cssProperties ?? []).map(withoutOrigin),
  }
  const module = 'dist/component/s3-uploader.js'
  return {
    schemaVersion: '1.0.0',
    readme: 'component/README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: module,
        declarations: [declaration],
        exports: [{ kind: 'js', name: ELEMENT_CLASS, declaration: { name: ELEMENT_CLASS, module } }],
      },
      {
        kind: 'javascript-module',
        path: 'dist/component/index.js',
        exports: [
          {
            kind: 'custom-element-definition',
            name: 's3-uploader',
            declaration: { name: ELEMENT_CLASS, module },
          },
        ],
      },
    ],
  }
}

function isElement(declaration: Declaration): declaration is ElementDeclaration {
  return declaration.name === ELEMENT_CLASS
}

function isPublic({ name, privacy, static: isStatic }: ClassMember & { privacy?: string }): boolean {
  return (privacy ?? 'public') === 'public' && isStatic !== true && !INTERNAL.test(name)
}

/** Where it is inherited from is of no use to who cannot import that. */
function withoutOrigin<T extends object>({ inheritedFrom: _, ...member }: T & { inheritedFrom?: unknown }) {
  return member
}
