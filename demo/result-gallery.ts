import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { displayName } from '../component/display-name.ts'
import type { UploadSnapshot } from '../component/engine/index.ts'
import { formatBytes } from '../component/text/format-bytes.ts'
import { pictureOf } from './picture-of.ts'

/** Those that `sources` does not offer: crops, or all of them where a backend makes no sources. */
function variantsOf({ variants, image }: UploadSnapshot) {
  const whole = (image?.sources ?? []).flatMap(({ srcset }) =>
    srcset.split(', ').map((each) => each.split(' ')[0]),
  )
  return variants.filter(({ url }) => !whole.includes(url))
}

/** As a page shows it. */
function wholeImage(upload: UploadSnapshot) {
  const fallback = upload.image?.sources?.at(-1)
  if (fallback === undefined) return nothing
  return html`<figure>
    <a href=${fallback.src} target="_blank" rel="noopener">${pictureOf(upload, '300px')}</a>
    <figcaption>${fallback.width} × ${fallback.height}<br />${upload.image?.sources?.map(({ type }) => type.replace('image/', '')).join(', ')}</figcaption>
  </figure>`
}

/** All variants of all finished uploads, loaded from S3: crops in their real size, the whole image as a page shows it. */
@customElement('result-gallery')
export class ResultGallery extends LitElement {
  @property({ attribute: false }) uploads: readonly UploadSnapshot[] = []

  protected override render() {
    return repeat(
      this.uploads,
      (upload) => upload.id,
      (upload) => html`<article>
        <h3><bdi>${displayName(upload.name)}</bdi></h3>
        <div class="variants">
          ${variantsOf(upload).map(
            (variant) => html`<figure>
              <a href=${variant.url} target="_blank" rel="noopener">
                <img src=${variant.url} width=${variant.width} height=${variant.height} loading="lazy"
                  alt="${variant.name} of ${displayName(upload.name)}" />
              </a>
              <figcaption>${variant.name}, ${variant.width} × ${variant.height}<br />${formatBytes(upload.size, 'en')} → ${formatBytes(variant.size, 'en')}</figcaption>
            </figure>`,
          )}
          ${wholeImage(upload)}
        </div>
        <p>
          Original: ${upload.image === null ? '' : `${upload.image.format}, ${upload.image.width} × ${upload.image.height}, `}
          ${formatBytes(upload.size, 'en')}${upload.image?.capturedAt ? `, taken ${upload.image.capturedAt.slice(0, 16).replace('T', ' ')}` : ''}${upload.image?.camera ? ` with ${upload.image.camera}` : ''}
        </p>
      </article>`,
    )
  }

  static override readonly styles = css`
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
      gap: 16px;
    }

    article {
      min-inline-size: 0;
    }

    h3 {
      margin: 0 0 8px;
      overflow: hidden;
      font-size: 0.9375rem;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .variants {
      display: flex;
      align-items: end;
      gap: 12px;
    }

    figure {
      min-inline-size: 0;
      margin: 0;
    }

    img {
      display: block;
      inline-size: auto;
      max-inline-size: 100%;
      block-size: auto;
      max-block-size: 200px;
      border-radius: 8px;
      background: var(--page);
    }

    figure:first-child {
      flex: none;
    }

    a:focus-visible {
      outline: 2px solid var(--accent);
    }

    figcaption {
      white-space: nowrap;
    }

    figcaption,
    p {
      margin: 4px 0 0;
      color: var(--muted);
      font-size: 0.75rem;
    }
  `
}

declare global {
  interface HTMLElementTagNameMap {
    'result-gallery': ResultGallery
  }
}
