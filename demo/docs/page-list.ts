/** The pages of the site, in the order of its navigation. */
export interface SitePage {
  /** In the repository. */
  readonly path: string
  /** In the site's navigation. */
  readonly name: string
}

export const SITE: readonly { readonly group: string; readonly pages: readonly SitePage[] }[] = [
  {
    group: 'Start',
    pages: [
      { path: 'README.md', name: 'Overview' },
      { path: 'component/recipes.md', name: 'Recipes' },
      { path: 'component/faq.md', name: 'Questions, comparison' },
      { path: 'component/migration.md', name: 'From other uploaders' },
    ],
  },
  {
    group: 'Element',
    pages: [
      { path: 'component/README.md', name: 'Reference' },
      { path: 'component/resume.md', name: 'After a reload' },
      { path: 'component/words.md', name: 'Words' },
      { path: 'component/accessibility.md', name: 'Accessibility' },
    ],
  },
  {
    group: 'Server',
    pages: [
      { path: 'server/README.md', name: 'API' },
      { path: 'server/runtimes.md', name: 'Runtimes' },
      { path: 'server/stores.md', name: 'Stores' },
      { path: 'lambda/README.md', name: 'Lambda' },
      { path: 'demo/aws/README.md', name: 'On AWS' },
      { path: 'demo/command/README.md', name: 'Command' },
      { path: 'demo/local/README.md', name: 'S3 for tests' },
      { path: 'demo/examples/README.md', name: 'Examples' },
    ],
  },
  {
    group: 'Project',
    pages: [
      { path: 'SECURITY.md', name: 'Security' },
      { path: 'test/bench/README.md', name: 'Benchmark' },
      { path: 'CHANGELOG.md', name: 'Changes' },
      { path: 'CONTRIBUTING.md', name: 'Contributing' },
    ],
  },
]

/** About the project rather than its use: not in `llms.txt`. */
const OF_THE_PROJECT = ['CHANGELOG.md', 'CONTRIBUTING.md', 'test/bench/README.md']

/** The pages that `llms.txt` lists, all of them in the package. */
export const GUIDES: readonly string[] = SITE.flatMap(({ pages }) => pages.map(({ path }) => path)).filter(
  (path) => !OF_THE_PROJECT.includes(path),
)

/** Where a page is in the site: `README.md` is `index.html`, `server/README.md` is `server.html`. */
export function addressOf(path: string): string {
  if (path === 'README.md') return 'index.html'
  return `${path
    .replace(/\/README\.md$|\.md$/, '')
    .replaceAll('/', '-')
    .toLowerCase()}.html`
}
