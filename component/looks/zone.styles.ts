import type { CSSResult } from 'lit'
import type { Variant } from '../drop/variant.ts'
import { css } from '../page/css.ts'

/** No frame: the zone is a button beside other things. */
const plain = css`
  :host {
    contain-intrinsic-inline-size: 15em;
  }

  div.dropzone:is(.bar, *) {
    padding: 0;
    border: 0;
    background: none;
  }

  div.dropzone.dragging:is(.bar, *) {
    outline: 2px dashed var(--_accent);
    outline-offset: 4px;
  }
`

/** The drop zones of the looks beside the list. Loaded with the first element that has one of them. */
export const zoneStyles: Readonly<Record<Exclude<Variant, 'list'>, readonly CSSResult[]>> = {
  gallery: [
    css`
      .dropzone:not(.bar) {
        flex-direction: column;
        padding: 32px 20px;
        text-align: center;
      }

      .dropzone:not(.bar) p {
        justify-content: center;
      }
    `,
  ],
  compact: [
    plain,
    css`
      .words {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
      }

      .dropzone {
        flex: none;
        max-inline-size: 100%;
      }

      .invitation,
      div.bar .invitation {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
      }

      .icon,
      .drop-hint,
      div.bar .hint {
        display: none;
      }

      .hint {
        flex: 1 1 5em;
        min-inline-size: 0;
      }

      .hint slot,
      .limits {
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }

      :is(.failure, .rejections) {
        flex-basis: 100%;
      }

      .choose {
        padding-inline: 12px;
      }
    `,
  ],
  button: [
    plain,
    css`
      .dropzone {
        justify-self: start;
      }

      .icon,
      .invitation > .hint,
      .drop-hint {
        display: none;
      }
    `,
  ],
  avatar: [
    plain,
    css`
      div.dropzone:is(.bar, *) {
        flex-wrap: wrap;
        justify-self: start;
        padding: 8px;
      }

      .icon,
      div.bar .icon {
        position: relative;
        display: grid;
        inline-size: var(--s3u-avatar-size, 96px);
        block-size: var(--s3u-avatar-size, 96px);
        box-shadow: 0 0 0 1px var(--_edge);
      }

      .invitation,
      div.bar .invitation {
        display: grid;
      }

      div.bar :is(.hint, .drop-hint) {
        display: none;
      }
    `,
  ],
}
