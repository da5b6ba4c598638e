import { css } from '../page/css.ts'

/** What stands around the list: the drop zone as a bar, the progress of all files, and refused files. */
export const panelStyles = css`
  .uploads {
    display: contents;
  }

  .dropzone {
    transition: border-color 0.15s, background-color 0.15s;
  }

  button {
    color: inherit;
    cursor: pointer;
  }

  button:disabled {
    cursor: not-allowed;
  }

  :is(button, .total, .rejections):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .dropzone.dragging {
    border-color: var(--_accent);
    border-style: solid;
    outline: 1.5px solid var(--_accent);
    background: var(--_surface-hover);
  }

  .dropzone:not(:has(.choose:disabled)) {
    cursor: pointer;
  }

  .dropzone.bar {
    padding-block: 8px;
    padding-inline: 12px 16px;
  }

  .dropzone.bar:is(.as-compact, .as-button, .as-avatar) {
    padding: 0;
  }

  .bar:not(.as-avatar) .icon {
    display: none;
  }

  .bar .invitation {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
  }

  /* Takes the room between: the limits are at the end of this line, or at the start of their own. */
  .bar .invitation > :has(button) {
    flex: 1 1 auto;
  }

  .bar:is(.as-button, .as-compact) .hint,
  .bar.as-avatar .drop-hint {
    display: none;
  }

  /* The next step is another one than choosing: start, or wait. */
  .bar .choose {
    border-color: var(--_edge);
    background: none;
    color: var(--_accent);
  }

  .choose:hover:not(:disabled) {
    filter: brightness(1.08);
  }

  .bar .choose:hover:not(:disabled) {
    background: var(--_surface-hover);
    filter: none;
  }

  :host(:state(dragging)) .list {
    border-color: var(--_accent);
  }

  .total {
    display: grid;
    gap: 8px;
  }

  progress.total-bar {
    block-size: calc(var(--s3u-progress-height, 4px) + 2px);
  }

  .all-done progress::-webkit-progress-value { background: var(--_success); }

  .all-done progress::-moz-progress-bar { background: var(--_success); }

  .has-failed progress::-webkit-progress-value { background: var(--_danger); }

  .has-failed progress::-moz-progress-bar { background: var(--_danger); }

  .summary {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
    color: var(--_text-muted);
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
  }

  .summary > span {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  .all-done .summary > span:first-child {
    color: var(--_success);
    font-weight: 600;
  }

  .summary > span > svg {
    vertical-align: -0.28em;
    margin-inline-end: 4px;
  }

  .summary-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-inline-start: auto;
  }

  .quiet {
    min-block-size: 36px;
    padding: 6px 12px;
    border: 1px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.66);
    background: none;
    color: var(--_text);
  }

  .quiet:hover:not(:disabled) {
    background: var(--_surface-hover);
  }

  .rejections {
    display: flex;
    gap: 12px;
    padding: 12px;
    border: 1px solid color-mix(in srgb, var(--_danger) 45%, transparent);
    border-inline-start: 4px solid var(--_danger);
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }

  .rejections > svg {
    flex: none;
    color: var(--_danger);
  }

  .rejections > div {
    flex: 1;
    min-inline-size: 0;
  }

  .rejections strong {
    color: var(--_danger);
  }

  .rejections ul {
    list-style: none;
    max-block-size: 16em;
    overflow: auto;
  }

  .rejections li {
    margin-block-start: 4px;
  }

  .rejections bdi {
    font-weight: 500;
  }

  .link {
    margin-block-start: 4px;
    padding: 4px 0;
    border: 0;
    background: none;
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  @media (prefers-reduced-motion: reduce) {
    .dropzone {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    .dropzone.dragging,
    :host(:state(dragging)) .list {
      border-color: Highlight;
    }

    :is(.all-done, .has-failed) progress::-webkit-progress-value { background: CanvasText; }

    :is(.all-done, .has-failed) progress::-moz-progress-bar { background: CanvasText; }
  }
`
