/** What each example is, for the demo page and the tests. */

export interface Example {
  /** Of its folder. */
  readonly name: string
  readonly title: string
  /** What it is made with, beside this package. */
  readonly stack: string
  readonly kind: 'page' | 'front end' | 'back end'
  /** All files of the folder, the one to read first at the beginning. */
  readonly files: readonly string[]
  /** The page that runs in a frame of the demo, without a build step; or null. */
  readonly page: string | null
}

type Facts = Partial<Pick<Example, 'page' | 'files'>>

const page = (name: string, title: string, facts: Facts = {}): Example => ({
  name,
  title,
  stack: 'HTML',
  kind: 'page',
  files: ['index.html'],
  page: `${name}/index.html`,
  ...facts,
})

const frontEnd = (name: string, stack: string, files: readonly string[], title = `In ${stack}`): Example => ({
  name,
  title,
  stack,
  kind: 'front end',
  files,
  page: null,
})

const backEnd = (name: string, stack: string, file: string): Example => ({
  name,
  title: `The API on ${stack}`,
  stack,
  kind: 'back end',
  files: [file],
  page: null,
})

export const examples: readonly Example[] = [
  page('plain-form', 'A form with photos'),
  page('edit-form', 'A form with files that are stored already'),
  page('avatar', 'One round picture'),
  page('gallery', 'A gallery with captions'),
  page('film', 'A film of 10 GB that continues after a reload', { files: ['index.html', 'server.ts'] }),
  page('r2', 'Straight to Cloudflare R2, with PUT', { files: ['index.html', 'server.ts'] }),
  frontEnd('react', 'React 19', ['main.tsx', 'index.html']),
  frontEnd(
    'next',
    'Next 16',
    ['app/page.tsx', 'app/uploads/[...path]/route.ts', 'app/layout.tsx'],
    'In Next 16, with server rendering and the API',
  ),
  frontEnd('vue', 'Vue 3', ['App.vue', 'vite.config.ts', 'main.ts', 'index.html']),
  frontEnd('svelte', 'Svelte 5', ['App.svelte', 'main.ts', 'vite.config.ts', 'index.html']),
  frontEnd(
    'sveltekit',
    'SvelteKit 3',
    [
      'src/routes/+page.svelte',
      'src/routes/uploads/[...path]/+server.ts',
      'src/env.ts',
      'src/app.html',
      'vite.config.ts',
    ],
    'In SvelteKit 3, with the API',
  ),
  frontEnd('preact', 'Preact 11', ['main.tsx', 'index.html'], 'In Preact'),
  frontEnd('solid', 'Solid', ['main.tsx', 'vite.config.ts', 'index.html']),
  frontEnd('angular', 'Angular 22', ['main.ts', 'index.html']),
  frontEnd('htmx', 'htmx 4', ['index.html', 'details.html'], 'Uploads continue while htmx replaces the page'),
  frontEnd(
    'turbo',
    'Turbo 8',
    ['index.html', 'details.html'],
    'Uploads continue while Turbo replaces the page',
  ),
  backEnd('hono-node', 'Hono and Node', 'server.ts'),
  backEnd('express', 'Express 5', 'server.ts'),
  backEnd('workers', 'Cloudflare Workers', 'worker.ts'),
  backEnd('lambda', 'a Lambda function URL', 'function.ts'),
]
