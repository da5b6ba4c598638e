/** Switches of the element's look and language, each with the HTML to copy. */
/// <reference types="vite/client" />
import type { S3UploaderElement } from '../component/index.ts'
import { type ElementLook, isSingle, LANGUAGES, snippetOf, THEMES, VARIANTS } from './element-look.ts'
import { find } from './find.ts'

const themeSheets: Readonly<Record<ElementLook['theme'], () => Promise<string>>> = {
  'built-in': async () => '',
  plain: async () => (await import('../component/themes/plain.css?inline')).default,
  soft: async () => (await import('../component/themes/soft.css?inline')).default,
  dense: async () => (await import('../component/themes/dense.css?inline')).default,
}

export function setUpLook(uploader: S3UploaderElement): void {
  const form = find<HTMLFormElement>('look-form')
  const sheet = document.head.appendChild(document.createElement('style'))
  const select = (name: string) => form.elements.namedItem(name) as HTMLSelectElement
  select('variant').append(...VARIANTS.map((variant) => new Option(variant)))
  select('theme').append(...THEMES.map((theme) => new Option(theme)))
  for (const [tag, [name]] of Object.entries(LANGUAGES)) {
    const option = new Option(name, tag)
    option.lang = tag
    select('language').append(option)
  }

  const read = (): ElementLook => ({
    variant: VARIANTS.find((variant) => variant === select('variant').value) ?? 'list',
    theme: THEMES.find((theme) => theme === select('theme').value) ?? 'built-in',
    language:
      (Object.keys(LANGUAGES) as ElementLook['language'][]).find((tag) => tag === select('language').value) ??
      'en',
    direction: select('direction').value === 'rtl' ? 'rtl' : 'ltr',
  })

  const apply = async () => {
    const look = read()
    const [, label] = LANGUAGES[look.language]
    const stage = find('stage')
    stage.lang = look.language
    stage.dir = look.direction
    uploader.setAttribute('variant', look.variant)
    uploader.toggleAttribute('multiple', !isSingle(look))
    if (isSingle(look)) uploader.setAttribute('accept', 'image/*')
    else uploader.removeAttribute('accept')
    find('label').textContent = label
    find('sample-film').hidden = isSingle(look)
    find('snippet').textContent = snippetOf(look)
    document.documentElement.style.colorScheme = select('colours').value
    const text = await themeSheets[look.theme]()
    if (read().theme === look.theme) sheet.textContent = text
  }

  form.addEventListener('change', ({ target }) => {
    if (target === select('language')) select('direction').value = LANGUAGES[read().language][2]
    void apply()
  })
  // Choices that a reload keeps in the form's fields.
  void apply()

  find('copy').addEventListener('click', async () => {
    const isCopied = await navigator.clipboard.writeText(snippetOf(read())).then(
      () => true,
      () => false,
    )
    find('copied').textContent = isCopied
      ? 'Copied.'
      : 'The browser does not allow it. Select the text instead.'
  })

  find('reload').addEventListener('click', async () => {
    // The visitor asked for it: no question whether to leave.
    uploader.noUnloadGuard = true
    await uploader.updateComplete
    location.reload()
  })
}
