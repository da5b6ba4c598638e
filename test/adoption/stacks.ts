/** What a newcomer does in each stack: the commands of its own documentation, then ours. */

export interface Stack {
  readonly name: string
  /**
   * Shell commands in an empty folder, up to the installed package. `s3-uploader-element` in an `npm install` stands for the
   * packed tarball.
   */
  readonly commands: readonly string[]
  /** What is written: the path in the project, and where the text is, in `demo/examples` or as a program of `server/runtimes.md`. */
  readonly files: Readonly<Record<string, string>>
  /** Where this stack's files differ from those of `files`. */
  readonly adapt?: (text: string) => string
  readonly build: readonly string[]
  readonly proof: Proof
}

export type Proof =
  /** A page in this folder, which any server of files may serve, uploads to the API of another process. */
  | { readonly kind: 'page'; readonly folder: string }
  /** A shell command that serves pages and the API on `PORT`. */
  | { readonly kind: 'site'; readonly command: string }
  /** The same without pages. */
  | { readonly kind: 'api'; readonly command: string }
  /** A module that exports `handler`. */
  | { readonly kind: 'function'; readonly file: string }

const SDK = '@aws-sdk/client-s3 @aws-sdk/client-sns @aws-sdk/s3-presigned-post @aws-sdk/s3-request-presigner'
const INIT = ['npm init -y', 'npm pkg set type=module']
const COPY = 'mkdir -p public && cp node_modules/s3-uploader-element/dist/s3-uploader*.js *.html public/'

const onVite = (name: string, template: string, files: Stack['files'], ...checks: string[]): Stack => ({
  name,
  commands: [
    `npm create -y vite@latest . -- --template ${template} --no-interactive`,
    'npm install',
    'npm install s3-uploader-element',
  ],
  files,
  build: ['npm run build', ...checks],
  proof: { kind: 'page', folder: 'dist' },
})

export const stacks: readonly Stack[] = [
  {
    name: 'HTML, and Hono on Node',
    commands: [...INIT, `npm install s3-uploader-element hono @hono/node-server tsx ${SDK}`],
    files: { 'index.html': 'plain-form/index.html', 'server.ts': 'hono-node/server.ts' },
    build: [COPY],
    proof: { kind: 'site', command: 'npx tsx server.ts' },
  },
  {
    name: 'HTML, and Express 5',
    commands: [...INIT, `npm install s3-uploader-element hono @hono/node-server express tsx ${SDK}`],
    files: { 'index.html': 'plain-form/index.html', 'server.ts': 'express/server.ts' },
    build: [COPY],
    proof: { kind: 'site', command: 'npx tsx server.ts' },
  },
  onVite('React 19, Vite', 'react-ts', { 'src/main.tsx': 'react/main.tsx' }),
  {
    name: 'Next 16',
    commands: [
      'npx -y create-next-app@latest . --yes --disable-git',
      `npm install s3-uploader-element hono ${SDK}`,
    ],
    files: {
      'app/layout.tsx': 'next/app/layout.tsx',
      'app/page.tsx': 'next/app/page.tsx',
      'app/uploads/[...path]/route.ts': 'next/app/uploads/[...path]/route.ts',
    },
    build: ['npm run build'],
    proof: { kind: 'site', command: 'npx next start' },
  },
  onVite('Vue 3, Vite', 'vue-ts', {
    'src/App.vue': 'vue/App.vue',
    'src/main.ts': 'vue/main.ts',
    'vite.config.ts': 'vue/vite.config.ts',
  }),
  onVite('Svelte 5, Vite', 'svelte-ts', { 'src/App.svelte': 'svelte/App.svelte' }, 'npm run check'),
  {
    name: 'SvelteKit 2',
    commands: [
      'npx -y sv@latest create . --template minimal --types ts --no-add-ons --no-install',
      'npm install -D @sveltejs/adapter-node@5',
      `npm install s3-uploader-element hono ${SDK}`,
    ],
    files: {
      'src/routes/+page.svelte': 'sveltekit/src/routes/+page.svelte',
      'src/routes/uploads/[...path]/+server.ts': 'sveltekit/src/routes/uploads/[...path]/+server.ts',
      'vite.config.ts': 'sveltekit/vite.config.ts',
    },
    // The example is of Kit 3, which the scaffolder does not make yet.
    adapt: (text) =>
      text
        .replace(/import \{ UPLOAD_.*/, "import { env } from '$env/dynamic/private'")
        .replace(/: (UPLOAD_\w+)/g, ": env.$1 ?? ''"),
    build: ['npm run build', 'npm run check'],
    proof: { kind: 'site', command: 'node build' },
  },
  onVite('Solid, Vite', 'solid-ts', { 'src/index.tsx': 'solid/main.tsx' }),
  onVite('Preact, Vite', 'preact-ts', { 'src/main.tsx': 'preact/main.tsx' }),
  {
    name: 'Angular 22',
    commands: [
      'npx -y @angular/cli@latest new app --directory . --defaults --skip-git',
      'npm install s3-uploader-element',
    ],
    files: { 'src/main.ts': 'angular/main.ts' },
    build: ['npm run build'],
    proof: { kind: 'page', folder: 'dist/app/browser' },
  },
  {
    name: 'Cloudflare Workers',
    commands: [...INIT, 'npm install s3-uploader-element hono wrangler'],
    files: { 'worker.ts': 'workers/worker.ts', 'wrangler.toml': 'runtimes:wrangler.toml' },
    build: ['npx wrangler deploy --dry-run --outdir dist'],
    proof: { kind: 'api', command: 'npx wrangler dev --port $PORT' },
  },
  {
    name: 'Bun',
    commands: [...INIT, `npm install s3-uploader-element hono ${SDK}`, 'npm install bun'],
    files: { 'bun.ts': 'runtimes:bun.ts' },
    build: [],
    proof: { kind: 'api', command: 'npx bun bun.ts' },
  },
  {
    name: 'Deno',
    commands: [...INIT, `npm install s3-uploader-element hono ${SDK}`, 'npm install deno'],
    files: { 'deno.ts': 'runtimes:deno.ts' },
    build: [],
    proof: {
      kind: 'api',
      command: 'npx deno run --allow-net --allow-env --allow-read --allow-sys deno.ts',
    },
  },
  {
    name: 'AWS Lambda',
    commands: [
      ...INIT,
      `npm install s3-uploader-element hono @aws-sdk/client-secrets-manager ${SDK} esbuild`,
    ],
    files: { 'function.ts': 'lambda/function.ts' },
    build: [
      'npx esbuild function.ts --bundle --minify --platform=node --format=esm --main-fields=module,main --outfile=dist/index.mjs',
    ],
    proof: { kind: 'function', file: 'dist/index.mjs' },
  },
]
