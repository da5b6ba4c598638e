import { css, html, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { displayName } from '../component/display-name.ts'
import type { UploadSnapshot } from '../component/engine/index.ts'
import { formatBytes } from '../component/text/format-bytes.ts'

/** All variants of all finished uploads, in their real size, loaded from S3. */
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
          ${upload.variants.map(
            (variant) => html`<figure>
              <a href=${variant.url} target="_blank" rel="noopener">
                <img src=${variant.url} width=${variant.width} height=${variant.height} loading="lazy"
                  alt="${variant.name} of ${displayName(upload.name)}" />
              </a>
              <figcaption>${variant.name}<br />${variant.width} × ${variant.height}, ${formatBytes(variant.size, 'en')}</figcaption>
            </figure>`,
          )}
        </div>
        <p>
          Original: ${upload.image === null ? '' : `${upload.image.format}, ${upload.image.width} × ${upload.image.height}, `}
          ${formatBytes(upload.size, 'en')}${upload.image?.capturedAt ? `, taken ${new Date(upload.image.capturedAt).toLocaleString('en', { timeZone: 'UTC' })}` : ''}
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
