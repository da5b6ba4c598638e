import { css } from '../page/css.ts'

export const galleryStyles = css`
  .list.cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, max(120px, var(--s3u-card-size, min(148px, 50% - 6px)))), 1fr));
    gap: 16px 12px;
    border: 0;
    background: none;
    /* The rings of focus stay in sight; beside the cards there is no room for them, or the page would scroll. */
    padding-block: 3px;
    margin-block: -3px;
  }

  .list.cards.long {
    max-block-size: var(--s3u-list-max-height, 36rem);
  }

  .list.cards.long::after {
    grid-column: 1 / -1;
    block-size: calc(var(--_step) * var(--_rows));
  }

  .card {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 6px;
    min-inline-size: 0;
  }

  .cards.long .card {
    position: absolute;
    inset-block-start: calc(3px + var(--_step) * var(--_row));
    inset-inline: 0;
  }

  .cards.long .text {
    block-size: 2.9em;
    overflow: hidden;
  }

  .cards.long .text:has(input) {
    block-size: 6.5em;
  }

  .card .thumbnail {
    position: relative;
    inline-size: 100%;
    block-size: auto;
    aspect-ratio: 1;
    border-radius: var(--_radius);
    box-shadow: inset 0 0 0 1px var(--_border);
  }

  .card .thumbnail > svg {
    inline-size: 40px;
    block-size: 40px;
    stroke-width: 1.25;
  }

  .card .thumbnail img {
    position: absolute;
    inset: 0;
  }

  /* On the picture, over a shadow that any picture leaves readable. */
  .card progress {
    position: absolute;
    inset-inline: 10px;
    inset-block-end: 10px;
    inline-size: auto;
    block-size: 6px;
    margin: 0;
    background-color: rgb(255 255 255 / 0.45);
    background-image: none;
  }

  .card progress::-webkit-progress-value { background: #fff; }
  .card progress::-moz-progress-bar { background: #fff; }

  .card progress.endless {
    background-image: linear-gradient(90deg, transparent, #fff, transparent);
  }

  .card .thumbnail:has(progress)::after {
    content: '';
    position: absolute;
    inset: 0;
    background: linear-gradient(transparent 45%, rgb(8 12 22 / 0.72));
  }

  .card progress {
    z-index: 1;
  }

  .card.failed img,
  .card.canceled img {
    filter: grayscale(1) opacity(0.45);
  }

  .mark {
    position: absolute;
    z-index: 1;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_danger);
  }

  .card .actions,
  .card .move {
    position: absolute;
    inset-block-start: 6px;
    z-index: 1;
  }

  .card .actions {
    inset-inline-end: 6px;
    gap: 4px;
  }

  .card .move {
    inset-inline-start: 6px;
  }

  .card .icon-button,
  .card .done {
    inline-size: 32px;
    block-size: 32px;
    margin: 0;
    border-radius: 50%;
    background: rgb(12 16 26 / 0.66);
    color: #fff;
  }

  .card .icon-button:hover:not(:disabled) {
    background: rgb(12 16 26 / 0.9);
    color: #fff;
  }

  .card .icon-button svg {
    inline-size: 18px;
    block-size: 18px;
  }

  /* Its ring is on the picture. */
  .card .icon-button:focus-visible {
    outline-offset: 1px;
    box-shadow: 0 0 0 4px var(--_surface);
  }

  .card .done {
    align-items: center;
    justify-content: center;
    inline-size: 26px;
    block-size: 26px;
    margin-block: 3px;
    background: light-dark(#176b3a, #1d7a45);
  }

  .card .done svg {
    inline-size: 16px;
    block-size: 16px;
    stroke-width: 3;
  }

  .card .text {
    flex: none;
    padding-inline: 2px;
    font-size: 0.9375em;
    line-height: 1.35;
  }

  .label {
    display: block;
    color: var(--_text-muted);
    font-size: 0.8125em;
  }

  .cards.long :is(.meta, .label) {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .caption {
    box-sizing: border-box;
    inline-size: 100%;
    min-block-size: 32px;
    margin-block-start: 2px;
    padding: 3px 8px;
    border: 1px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.5);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: 0.9375em;
    text-overflow: ellipsis;
  }

  .caption:read-only {
    border-color: transparent;
    background: none;
    padding-inline: 0;
  }

  .caption:focus-visible {
    outline: 2px solid var(--_accent);
  }

  .card:focus-visible,
  .caption:focus-visible {
    outline-offset: -2px;
  }

  @media (forced-colors: active) {
    .card .icon-button,
    .card .done,
    .mark {
      border: 1px solid ButtonText;
      background: Canvas;
      color: ButtonText;
    }

    .card .thumbnail {
      border: 1px solid CanvasText;
    }

    .card progress::-webkit-progress-value { background: Highlight; }
    .card progress::-moz-progress-bar { background: Highlight; }

    .card progress {
      background-color: Canvas;
    }

    .card progress.endless {
      background-image: linear-gradient(Highlight, Highlight);
    }
  }
`
