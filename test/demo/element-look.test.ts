import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LANGUAGES, snippetOf, THEMES } from '../../demo/element-look.ts'

const filesOf = (folder: string, extension: string) =>
  readdirSync(new URL(`../../component/${folder}`, import.meta.url))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))

it('offers every locale and every theme that there is', () => {
  const locales = filesOf('locales', '.ts').filter((name) => !name.startsWith('en-'))
  expect(Object.keys(LANGUAGES).sort()).toEqual(locales.sort())
  expect([...THEMES].sort()).toEqual(['built-in', ...filesOf('themes', '.css')].sort())
})

it.each([
  [
    { variant: 'list', theme: 'built-in', language: 'en', direction: 'ltr' },
    '<s3-uploader name="photos" multiple required></s3-uploader>',
  ],
  [
    { variant: 'gallery', theme: 'soft', language: 'de', direction: 'ltr' },
    `<link rel="stylesheet" href="/themes/soft.css" />
<div lang="de">
  <s3-uploader variant="gallery" name="photos" multiple required></s3-uploader>
</div>`,
  ],
  [
    { variant: 'avatar', theme: 'built-in', language: 'ar', direction: 'rtl' },
    `<div lang="ar" dir="rtl">
  <s3-uploader variant="avatar" name="photos" accept="image/*" required></s3-uploader>
</div>`,
  ],
] as const)('writes the HTML of %j', (look, html) => {
  expect(snippetOf(look)).toBe(`<script type="module" src="/s3-uploader.js"></script>\n${html}`)
})
