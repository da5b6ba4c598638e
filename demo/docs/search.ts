/** The search of the site: reads its index with the first word, and shows the best sections. */
import { bestSections } from './best-sections.ts'
import type { SearchEntry } from './render-page.ts'

const SHOWN = 8

let index: Promise<readonly SearchEntry[]> | undefined

async function loadIndex(): Promise<readonly SearchEntry[]> {
  const response = await fetch('search.json')
  return response.json()
}

function start(): void {
  const [input, found, results] = ['query', 'found', 'results'].map((id) => document.getElementById(id))
  if (!(input instanceof HTMLInputElement) || !found || !results) return
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault()
    results.querySelector('a')?.click()
  })
  input.addEventListener('input', async () => {
    const query = input.value
    index ??= loadIndex()
    const sections = bestSections(await index, query)
    if (query !== input.value) return
    found.textContent = query.trim() === '' ? '' : `${sections.length} found`
    results.replaceChildren(...sections.slice(0, SHOWN).map(itemOf))
  })
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    input.value = ''
    found.textContent = ''
    results.replaceChildren()
  })
}

function itemOf({ title, page, url }: SearchEntry): HTMLElement {
  const link = document.createElement('a')
  link.href = url
  link.textContent = title
  const where = document.createElement('span')
  where.textContent = page
  link.append(where)
  const item = document.createElement('li')
  item.append(link)
  return item
}

start()
