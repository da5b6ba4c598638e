import { expect, it } from 'vitest'
import { messages as english } from '../../../component/locales/en.ts'

const INTRO = `# Words of the element

Names for \`strings\` and [locales](README.md#languages), with their English. Functions are shown by their code; \`locale\`, a
tag for \`Intl\`, is their last argument. \`npx vitest -u --project node test/component/locales\` writes this page.
`

function rows(group: object, path = ''): string[] {
  return Object.entries(group).flatMap(([name, word]) => {
    if (typeof word === 'object') return rows(word, `${path}${name}.`)
    const text = typeof word === 'function' ? codeOf(word) : word
    const cell = typeof word === 'function' ? `\`\` ${text.replaceAll('|', '\\|')} \`\`` : text
    return [`| \`${path}${name}\` | ${cell} |`]
  })
}

/** Vitest names imported functions by their module. */
function codeOf(word: object): string {
  return String(word)
    .replace(/\(0,\s*__vite_ssr_import_\d+__\.(\w+)\)/g, '$1')
    .replace(/\s+/g, ' ')
}

it('lists every word with its English', async () => {
  const page = `${INTRO}\n| Name | English |\n|---|---|\n${rows(english).join('\n')}\n`
  await expect(page).toMatchFileSnapshot('../../../component/words.md')
})
