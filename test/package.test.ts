import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { exportTargets } from '../demo/export-targets.ts'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const packageJson: PackageJson = JSON.parse(read('package.json'))
const lockfile: Lockfile = JSON.parse(read('package-lock.json'))

interface PackageJson {
  main: string
  types: string
  exports: Record<string, string | Record<string, string>>
  sideEffects: string[]
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional?: boolean }>
}

interface Lockfile {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>
}

/** The file that the build makes `target` from. */
function sourceOf(target: string): string {
  if (target === 'dist/s3-uploader.js') return 'component/index.ts'
  // Types of frameworks are written as declarations.
  if (/^dist\/component\/frameworks\/(?!react\.).*\.d\.ts$/.test(target)) return target.replace('dist/', '')
  if (target.startsWith('dist/themes/')) return target.replace('dist', 'component')
  return target.replace(/^dist\/(.+?)(\.d\.ts|\.js)$/, '$1.ts')
}

describe('package.json', () => {
  it.each([...new Set(exportTargets(packageJson.exports))])('exports %s, which has a source', (target) => {
    expect(existsSync(new URL(sourceOf(target), root))).toBe(true)
  })

  it('names the entry for tools that read no exports: Parcel, and `node10` of TypeScript', () => {
    const { main, types, exports } = packageJson
    expect({ types, default: main }).toEqual(exports['.'])
  })

  it.each(packageJson.sideEffects)('lists %s as a side effect, which is one of the exports', (path) => {
    expect(exportTargets(packageJson.exports)).toContain(path.replace('./', ''))
  })

  // Resolvers take the first condition that fits, and `default` fits all.
  it.each(Object.entries(packageJson.exports).filter(([, target]) => typeof target === 'object'))(
    'gives the types of %s before its code',
    (_name, target) => expect(Object.keys(target)).toEqual(['types', 'default']),
  )

  it('brings Lit and nothing else into a page that only wants the element', () => {
    expect(Object.keys(packageJson.dependencies)).toEqual(['lit'])
  })

  it.each(Object.keys(packageJson.peerDependencies))(
    'leaves %s to those who need it, and tests with it',
    (name) => {
      expect(packageJson.peerDependenciesMeta[name]?.optional).toBe(true)
      expect(packageJson.devDependencies).toHaveProperty([name])
    },
  )
})

const withoutCode = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```$|`[^`\n]*`/gm, '')

describe('the tarball', () => {
  const [listing] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
  const packed = new Set<string>(listing.files.map(({ path }: { path: string }) => path))
  const pages = [...packed].filter((path) => path.endsWith('.md'))

  it('has the pages that the README links to', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'component/README.md', 'server/README.md']))
  })

  it.each(pages)('has what %s links to', (page) => {
    const links = [
      ...withoutCode(read(page)).matchAll(
        /\]\((?!https?:|#)([^)#\s]+)[^)]*\)|(?:src|href)="(?!https?:|#)([^"#]+)"/g,
      ),
    ]
    const targets = links.map(([, link, attribute]) => new URL(link ?? attribute ?? '', new URL(page, root)))
    expect(
      targets.map((target) => target.href.slice(root.href.length)).filter((path) => !packed.has(path)),
    ).toEqual([])
  })

  it('has no source maps and nothing of the functions, which are built from the repository', () => {
    expect([...packed].filter((path) => /\.map$|^dist\/(lambda|video)-function|tsbuild/.test(path))).toEqual(
      [],
    )
  })
})

describe('package-lock.json', () => {
  // Two copies of the S3 client are two sets of classes, and megabytes in every bundle.
  it('holds one S3 client', () => {
    const paths = Object.keys(lockfile.packages).filter((path) =>
      path.endsWith('node_modules/@aws-sdk/client-s3'),
    )
    expect(paths).toEqual(['node_modules/@aws-sdk/client-s3'])
  })

  // Native tools come as one optional package per platform. npm installs only what the lockfile lists, so a platform
  // that is missing here has no linter or test runner after a clean `npm install`.
  it('holds the native tools of every platform', () => {
    const packages = Object.entries(lockfile.packages)
    const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !packages.some(
            ([other]) => other === `node_modules/${name}` || other === `${path}/node_modules/${name}`,
          ),
      ),
    )
    expect(missing).toEqual([])
  })

  // So that every installation uses the registry that its own machine is set up for.
  it('names no registry', () => {
    expect(Object.entries(lockfile.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })
})

describe('exportTargets', () => {
  it('finds every file of nested conditions', () => {
    expect(
      exportTargets({ '.': './a.js', './b': { types: './b.d.ts', node: { default: './b.js' } } }),
    ).toEqual(['a.js', 'b.d.ts', 'b.js'])
  })

  it.each([[undefined], [null], [{ '.': 1 }]])('refuses %j', (exports) => {
    expect(() => exportTargets(exports)).toThrow(TypeError)
  })
})
