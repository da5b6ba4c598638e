import { css } from '../page/css.ts'

/** The list, what stands around it and what was refused; beside the element's own styles, whose tokens they use. */
export const listStyles = css`
  :host {
    --_success: var(--s3u-success, light-dark(#176b3a, #7ddb9e));
    --_track: light-dark(#e1e6f0, #2c3340);
    --_thumbnail: var(--s3u-thumbnail-size, 48px);
  }

  ul {
    margin: 0;
    padding: 0;
  }

  .list {
    list-style: none;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: auto;
    max-block-size: var(--s3u-list-max-height, none);
  }

  /* No grids in here: a change in one row would have them measure it several times, and a list of grids all rows. */
  .row {
    gap: 12px;
    padding: 10px 12px;
  }

  .row + .row {
    border-block-start: 1px solid var(--_border);
  }

  /* Rows of one height in a box that scrolls, each at its number: so those out of sight need not be there. */
  .list.long {
    --_row-height: calc(max(var(--_thumbnail), 3.2em + 8px) + 20px);
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

  .list.long .text > span:not(.title) {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .row.canceled {
    opacity: 0.6;
  }

  .thumbnail {
    flex: none;
    display: flex;
    align-items: center;
    justify-content: center;
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
    flex: 1;
    min-inline-size: 0;
  }

  .text > * {
    display: block;
  }

  .text > * + * {
    margin-block-start: 2px;
  }

  /* As wide as its words: they run as the name does, from the edge where the page's lines begin. */
  .text > .title {
    display: flex;
    inline-size: fit-content;
    max-inline-size: 100%;
  }

  /* The middle of a long name is what is cut off: its end tells kind and number. */
  .name {
    display: flex;
    min-inline-size: 0;
    white-space: pre;
    font-weight: 500;
  }

  .name,
  .folder {
    unicode-bidi: isolate;
  }

  .stem,
  .folder {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }

  .tail {
    flex: none;
  }

  .folder {
    flex: 0 1000 auto;
    color: var(--_text-muted);
  }

  .error > svg {
    inline-size: 1.15em;
    block-size: 1.15em;
    vertical-align: -0.22em;
    margin-inline-end: 4px;
  }

  .error {
    color: var(--_danger);
    font-size: 0.875em;
  }

  .code {
    display: inline-block;
    color: var(--_text-muted);
    font-size: 0.9em;
    /* One click selects all of it, for a message to support. */
    -webkit-user-select: all;
    user-select: all;
  }

  .row,
  .actions,
  .icon-button {
    display: flex;
    align-items: center;
  }

  .done {
    display: flex;
    color: var(--_success);
    margin-inline-end: 6px;
  }

  /* In the row's padding: a row with a bar is as high as one without, and nothing moves when a file is done. */
  .row > .text {
    position: relative;
  }

  .row > .text > progress {
    position: absolute;
    inset-inline: 0;
    inset-block-end: -8px;
  }

  progress {
    appearance: none;
    inline-size: 100%;
    block-size: var(--s3u-progress-height, 4px);
    border: 0;
    border-radius: 99px;
    /* The end of the track is marked: 3:1 against what is around it, which the track itself has not. */
    background: linear-gradient(var(--_edge), var(--_edge)) right / 4px no-repeat var(--_track);
    overflow: hidden;
  }

  progress:dir(rtl) { background-position-x: left; }

  progress::-webkit-progress-bar { background: none; }

  progress::-webkit-progress-value {
    border-radius: 99px;
    background: var(--_accent);
  }

  progress::-moz-progress-bar {
    border-radius: 99px;
    background: var(--_accent);
  }

  progress.endless::-moz-progress-bar { background: none; }

  progress.endless {
    background-image: linear-gradient(90deg, transparent, var(--_accent), transparent);
    background-size: 40% 100%;
    background-repeat: no-repeat;
    background-position-x: -70%;
    /* What is over in a second never moves: every frame of it would be drawn on the page's own thread. */
    animation: pass 1.2s linear 1s infinite;
  }

  @keyframes pass {
    from { background-position-x: -70%; }
    to { background-position-x: 170%; }
  }

  .meta {
    color: var(--_text-muted);
    font-size: 0.875em;
  }

  /* As in the drop zone: a sentence runs as its own language does. */
  .meta,
  .error,
  .summary > span,
  :is(.rejections, .restore) :is(strong, li) {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  .icon-button {
    justify-content: center;
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

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    progress.endless {
      animation: none;
      background-size: 100% 100%;
      opacity: 0.5;
    }
  }

  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
    }

    progress::-webkit-progress-value {
      background: Highlight;
    }

    progress::-moz-progress-bar {
      background: Highlight;
    }

    /* These colours remove gradients: the part that moves has one of them. */
    progress.endless {
      forced-color-adjust: none;
      background-color: Canvas;
      background-image: linear-gradient(Highlight, Highlight);
    }
  }
`
