/** What the form submitted, as a buyer sees it: the stored keys are the pictures. */
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { displayName } from '../component/display-name.ts'
import type { UploadSnapshot } from '../component/engine/index.ts'
import { pictureOf } from './picture-of.ts'

interface Listing {
  readonly title: string
  readonly price: number
  readonly uploads: readonly UploadSnapshot[]
  /** One line for each entry of the form. */
  readonly entries: readonly string[]
}

@customElement('listing-view')
export class ListingView extends LitElement {
  @state() private listing: Listing | null = null

  /** @param files of the element that gave the keys */
  show(data: FormData, files: readonly UploadSnapshot[]): void {
    const keys = data.getAll('photos').map(String)
    this.listing = {
      title: String(data.get('title') ?? ''),
      price: Number(data.get('price')),
      uploads: keys.flatMap((key) => files.find((file) => file.key === key) ?? []),
      entries: [...data].map(([name, value]) => `${name} = ${String(value)}`),
    }
  }

  protected override render() {
    if (this.listing === null) return nothing
    const { title, price, uploads, entries } = this.listing
    const amount = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: 'EUR',
      maximumFractionDigits: 0,
    })
    return html`
      <article>
        <div class="pictures">
          ${uploads.map((upload) => pictureOf(upload, '(max-width: 600px) 90vw, 320px') ?? html`<span class="file">${displayName(upload.name)}</span>`)}
        </div>
        <h3>${title}</h3>
        <p class="price">${amount.format(price)}</p>
      </article>
      <details>
        <summary>What the form sent: object keys, no bytes</summary>
        <pre>${entries.join('\n')}</pre>
      </details>
    `
  }

  static override readonly styles = css`
    .pictures {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 150px), 1fr));
      gap: 8px;
    }

    img {
      display: block;
      inline-size: 100%;
      block-size: 130px;
      border-radius: 8px;
      object-fit: cover;
    }

    .file {
      align-self: center;
      padding: 8px;
      border: 1px solid var(--line);
      border-radius: 8px;
      overflow-wrap: anywhere;
      font-size: 0.8125rem;
    }

    h3 {
      margin: 12px 0 0;
      font-size: 1.0625rem;
      overflow-wrap: anywhere;
    }

    .price {
      margin: 0 0 12px;
      color: var(--good);
      font-weight: 600;
    }

    summary {
      color: var(--muted);
      font-size: 0.8125rem;
      cursor: pointer;
    }

    summary:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }

    pre {
      margin: 8px 0 0;
      font:
        0.75rem / 1.6 ui-monospace,
        monospace;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  `
}

declare global {
  interface HTMLElementTagNameMap {
    'listing-view': ListingView
  }
}
