/** Writes the site of the pages: one HTML file each, a style sheet, an icon, a script and the search's index. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { addressOf, SITE } from './page-list.ts'
import { renderPage, type SearchEntry } from './render-page.ts'
import { documentOf } from './site-frame.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** @param folder is emptied first */
export async function buildSite(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const repository = await repositoryAddress()
  const index: SearchEntry[] = []
  for (const { path } of SITE.flatMap(({ pages }) => pages)) {
    const page = renderPage({ path, markdown: await readFile(join(root, path), 'utf8'), repository })
    index.push(...page.sections)
    await writeFile(join(folder, addressOf(path)), documentOf(path, page))
  }
  await writeFile(join(folder, 'search.json'), JSON.stringify(index))
  for (const name of ['site.css', 'icon.svg']) {
    await copyFile(join(root, 'demo/docs', name), join(folder, name))
  }
  await copyFile(join(root, 'demo/screenshot.webp'), join(folder, 'screenshot.webp'))
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      lib: { entry: join(root, 'demo/docs/search.ts'), formats: ['es'], fileName: () => 'search.js' },
    },
  })
}

/** Where files of the repository are read, with a final slash. */
async function repositoryAddress(): Promise<string> {
  const { homepage }: { homepage: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return `${homepage.replace(/#.*$/, '')}/blob/main/`
}
