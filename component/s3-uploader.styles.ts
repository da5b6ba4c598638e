import { css } from 'lit'

export const styles = css`
  :host {
    --_accent: var(--s3u-accent, light-dark(#2456d6, #8fb0ff));
    --_on-accent: var(--s3u-on-accent, light-dark(#fff, #0b1633));
    --_surface: var(--s3u-surface, light-dark(#fff, #16191f));
    --_surface-hover: var(--s3u-surface-hover, light-dark(#f2f5fc, #1e232d));
    --_text: var(--s3u-text, light-dark(#171b24, #eceff5));
    --_text-muted: var(--s3u-text-muted, light-dark(#565f70, #a4adbd));
    --_border: var(--s3u-border, light-dark(#c9d0dc, #3b4352));
    --_danger: var(--s3u-danger, light-dark(#b3261e, #ffb4ab));
    --_success: var(--s3u-success, light-dark(#176b3a, #7ddb9e));
    --_radius: var(--s3u-radius, 12px);
    --_gap: var(--s3u-gap, 12px);
    --_thumbnail: var(--s3u-thumbnail-size, 48px);

    display: grid;
    gap: var(--_gap);
    color: var(--_text);
    font: var(--s3u-font, inherit);
    line-height: 1.4;
    container-type: inline-size;
  }

  :host([hidden]) {
    display: none;
  }

  p,
  ul {
    margin: 0;
    padding: 0;
  }

  .dropzone {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 20px;
    border: 1.5px dashed var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    transition: border-color 0.15s, background-color 0.15s;
  }

  .dropzone.dragging {
    border-color: var(--_accent);
    border-style: solid;
    background: var(--_surface-hover);
  }

  .icon {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    background: var(--_surface-hover);
    color: var(--_accent);
  }

  .invitation {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
  }

  .invitation p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
  }

  .hint,
  .drop-hint,
  .meta,
  .summary {
    color: var(--_text-muted);
    font-size: 0.875em;
  }

  .hint:not(:has(*)) {
    display: none;
  }

  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }

  button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }

  button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .choose {
    min-block-size: 36px;
    padding: 6px 16px;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.66);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }

  .icon-button {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: none;
    color: var(--_text-muted);
  }

  .icon-button:hover:not(:disabled) {
    background: var(--_surface-hover);
    color: var(--_text);
  }

  /* Always there, so that what appears in it is announced; out of the layout while empty. */
  .alerts:not(:has(*)) {
    position: absolute;
  }

  .list {
    display: grid;
    list-style: none;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: auto;
    max-block-size: var(--s3u-list-max-height, none);
  }

  .row {
    display: grid;
    grid-template-columns: var(--_thumbnail) minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
    padding: 10px 12px;
  }

  .row + .row {
    border-block-start: 1px solid var(--_border);
  }

  /* Rows of one height in a box that scrolls, each at its number: so those out of sight need not be there. */
  .list.long {
    --_row-height: calc(max(var(--_thumbnail), 3.2em + 8px) + 20px);
    display: block;
    position: relative;
    max-block-size: var(--s3u-list-max-height, 30rem);
  }

  .list.long::after {
    content: '';
    display: block;
    block-size: calc(var(--_row-height) * var(--_rows));
  }

  .list.long .row {
    box-sizing: border-box;
    position: absolute;
    inset-block-start: calc(var(--_row-height) * var(--_row));
    inset-inline: 0;
    block-size: var(--_row-height);
    border-block-start-width: 0;
    border-block-end: 1px solid var(--_border);
  }

  .list.long .text > span {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .row.canceled {
    opacity: 0.6;
  }

  .thumbnail {
    display: grid;
    place-items: center;
    inline-size: var(--_thumbnail);
    block-size: var(--_thumbnail);
    border-radius: calc(var(--_radius) * 0.66);
    background: var(--_surface-hover);
    color: var(--_text-muted);
    overflow: hidden;
  }

  .thumbnail img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .text {
    display: grid;
    gap: 2px;
    min-inline-size: 0;
  }

  .name {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-weight: 500;
  }

  .error,
  .rejections {
    color: var(--_danger);
    font-size: 0.875em;
  }

  .rejections {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding: 10px 12px;
    border: 1px solid currentColor;
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }

  .rejections ul {
    list-style: none;
    color: var(--_text);
  }

  .actions {
    display: flex;
    align-items: center;
  }

  .done {
    display: grid;
    color: var(--_success);
    margin-inline-end: 6px;
  }

  progress {
    appearance: none;
    inline-size: 100%;
    block-size: var(--s3u-progress-height, 4px);
    margin-block-start: 4px;
    border: 0;
    border-radius: 99px;
    background: var(--_surface-hover);
    overflow: hidden;
  }

  progress::-webkit-progress-bar {
    background: none;
  }

  progress::-webkit-progress-value {
    border-radius: 99px;
    background: var(--_accent);
  }

  progress::-moz-progress-bar {
    border-radius: 99px;
    background: var(--_accent);
  }

  progress.endless::-moz-progress-bar {
    background: none;
  }

  progress.endless {
    background-image: linear-gradient(90deg, transparent, var(--_accent), transparent);
    background-size: 40% 100%;
    background-repeat: no-repeat;
    animation: pass 1.2s linear infinite;
  }

  @keyframes pass {
    from {
      background-position-x: -70%;
    }
    to {
      background-position-x: 170%;
    }
  }

  .summary {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @container (inline-size < 380px) {
    .dropzone {
      padding: 14px;
    }

    .icon {
      display: none;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .dropzone {
      transition: none;
    }

    progress.endless {
      animation: none;
      background-size: 100% 100%;
      opacity: 0.5;
    }
  }

  @media (forced-colors: active) {
    .dropzone.dragging {
      border-color: Highlight;
    }

    progress {
      border: 1px solid CanvasText;
    }

    progress::-webkit-progress-value {
      background: Highlight;
    }

    progress::-moz-progress-bar {
      background: Highlight;
    }
  }
`
