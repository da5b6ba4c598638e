/** `server/stores.md` shows what the code knows of stores. `UPDATE_DOCS=1` writes its table. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { KNOWN_STORES, type KnownStore } from '../../server/upload/store-capabilities.ts'

const page = new URL('../../server/stores.md', import.meta.url)
const HEAD = /(\| Store \|.*\n\|-.*\n)((?:\|.*\n)*)/

const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(' ') || 'none'

function row({ capabilities, evidence }: KnownStore): string {
  const { name, forms, conditions, checksums, maxParts, listParts, bulkDelete, refuses } = capabilities
  const parts = `${maxParts.toLocaleString('en')}${listParts === true ? '' : ', not listed'}`
  const refused = [...refuses, ...(bulkDelete ? [] : ['deleting several at once'])]
  const cells = [
    name,
    forms ? 'form' : 'PUT',
    listed(conditions),
    checksums,
    parts,
    refused.map((option) => (option.includes(' ') ? option : `\`${option}\``)).join(' ') || '',
    evidence === 'tested' ? '`npm run test:s3`' : 'its documentation',
  ]
  return `| ${cells.join(' | ')} |\n`
}

it('has a table of all known stores', () => {
  const text = readFileSync(page, 'utf8')
  const rows = KNOWN_STORES.map(row).join('')
  if (process.env.UPDATE_DOCS === '1')
    writeFileSync(
      page,
      text.replace(HEAD, (_, head) => head + rows),
    )
  expect(HEAD.exec(readFileSync(page, 'utf8'))?.[2]).toBe(rows)
})
