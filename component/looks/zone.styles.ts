import { css } from '../page/css.ts'

/** The drop zone of the looks beside the list. Loaded with the first element that has one of them. */
export const zoneStyles = css`
  .as-gallery:not(.bar) {
    flex-direction: column;
    padding: 32px 20px;
    text-align: center;
  }

  .as-gallery:not(.bar) p {
    justify-content: center;
  }

  .dropzone:is(.as-compact, .as-button, .as-avatar) {
    padding: 0;
    border-color: transparent;
    background: none;
  }

  .as-compact .invitation {
    display: flex;
    align-items: center;
    gap: 10px;
  }

  :is(.as-compact, .as-button) .icon,
  .as-button :is(.hint, .drop-hint) {
    display: none;
  }

  .as-avatar .icon {
    position: relative;
    inline-size: var(--s3u-avatar-size, 96px);
    block-size: var(--s3u-avatar-size, 96px);
    box-shadow: 0 0 0 1px var(--_edge);
  }
`
