/** Browsers' own translators: they put other text in place of that of the page, and set its `lang`. */
import { expect } from '@open-wc/testing'
import { png, type UploaderHarness, uploaderOn } from '../uploader-harness.ts'
import { waitUntil } from '../wait-until.ts'

/** Each text becomes an element, as with Google Translate, in shadow roots too; not where `translate` is `no`. */
function translate(root: Node, { obedient }: { obedient: boolean }): void {
  for (const node of [...root.childNodes]) {
    if (node instanceof HTMLStyleElement || (obedient && node instanceof HTMLElement && !node.translate))
      continue
    if (node instanceof Text && node.data.trim() !== '') {
      const font = document.createElement('font')
      font.textContent = `translated ${node.data}`
      node.replaceWith(font)
    } else {
      translate(node, { obedient })
      if (node instanceof Element && node.shadowRoot !== null) translate(node.shadowRoot, { obedient })
    }
  }
}

async function translated(obedient: boolean): Promise<UploaderHarness> {
  const uploader = await uploaderOn('works', { manual: true })
  uploader.element.insertAdjacentHTML('beforeend', '<b slot="label">Photos</b>')
  await uploader.pick(await png(), new File(['x'], 'a.exe', { type: 'application/x-msdownload' }))
  await waitUntil(() => uploader.rows.length === 1 && uploader.alert !== '')
  translate(uploader.element.getRootNode(), { obedient })
  document.documentElement.lang = 'de'
  return uploader
}

afterEach(() => document.documentElement.removeAttribute('lang'))

it('translate the words of the page, while those of the element change and follow its lang', async () => {
  const uploader = await translated(true)
  expect(uploader.element.textContent).to.contain('translated Photos')
  await waitUntil(() => uploader.chooseButton.textContent === 'Weitere hinzufügen')
  uploader.element.upload()
  await waitUntil(() => uploader.summary === '1 Datei hochgeladen')
  expect(uploader.rows[0]?.text).to.contain('Fertig')
})

it('that ignore translate="no" break nothing', async () => {
  const uploader = await translated(false)
  const { element } = uploader
  element.upload()
  await waitUntil(() => element.files[0]?.status === 'ready')
  await uploader.pick(await png('b.png'))
  translate(uploader.element.getRootNode(), { obedient: false })
  element.move(element.files[0]?.id ?? '', 1)
  await element.remove(element.files[0]?.id ?? '', 'undoable')
  element.undoRemove()
  element.variant = 'gallery'
  await waitUntil(() => uploader.rows.length === 2)
  element.clear()
  await waitUntil(() => uploader.rows.length === 0)
})
