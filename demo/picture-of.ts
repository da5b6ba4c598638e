import { html, type TemplateResult } from 'lit'
import { displayName } from '../component/display-name.ts'
import type { UploadSnapshot } from '../component/engine/index.ts'

/**
 * As a page shows an upload: the browser picks the type it knows and the size it needs. Null without such images.
 *
 * @param sizes as of `<img>`
 */
export function pictureOf({ image, name }: UploadSnapshot, sizes: string): TemplateResult | null {
  const fallback = image?.sources?.at(-1)
  if (image === null || fallback === undefined) return null
  const background = image.placeholder?.color ?? 'transparent'
  return html`<picture>
    ${image.sources?.slice(0, -1).map(({ type, srcset }) => html`<source type=${type} srcset=${srcset} sizes=${sizes} />`)}
    <img src=${fallback.src} srcset=${fallback.srcset} sizes=${sizes} width=${fallback.width} height=${fallback.height}
      loading="lazy" alt=${displayName(name)} .style=${`background-color: ${background}`} />
  </picture>`
}
