import { css } from '../page/css.ts'

export const compactStyles = css`
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    flex: 1 1 12em;
  }

  .line > .list {
    flex: 1;
    min-inline-size: 0;
    border: 0;
    background: none;
  }

  .line > .list .row {
    position: relative;
    gap: 8px;
    padding: 0;
    min-block-size: 36px;
  }

  .line > .list .thumbnail {
    inline-size: 32px;
    block-size: 32px;
    border-radius: calc(var(--_radius) * 0.5);
  }

  .line > .list .text {
    position: static;
    display: flex;
    align-items: baseline;
    gap: 8px;
  }

  .line > .list .text > * {
    margin: 0;
  }

  .line > .list :is(.meta, .error) {
    flex: none;
    max-inline-size: 60%;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .line > .list progress {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    block-size: 3px;
  }

  .line > .list .icon-button {
    inline-size: 32px;
    block-size: 32px;
  }

  @container (inline-size < 26em) {
    .line > .list .meta {
      display: none;
    }
  }

  .files[open] {
    flex-basis: 100%;
  }

  .files {
    display: block;
  }

  .files > summary {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 36px;
    cursor: pointer;
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
    list-style: none;
  }

  .files > summary::after {
    content: '';
    flex: none;
    inline-size: 7px;
    block-size: 7px;
    margin-inline: 2px 6px;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
    translate: 0 -2px;
  }

  .files[open] > summary::after {
    rotate: 225deg;
    translate: 0 2px;
  }

  .files > summary:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
    border-radius: 4px;
  }

  .files.all-done > summary > span {
    color: var(--_success);
    font-weight: 600;
  }

  .files > summary > span > svg {
    vertical-align: -0.28em;
    margin-inline-end: 4px;
  }

  .files > summary > span {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  /* Its sizes and times change; they are below, in the list that opens. */
  .files:not(.all-done) > summary > span:not(.error) {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .files > summary > progress {
    flex: 1 1 3em;
    min-inline-size: 2em;
    max-inline-size: 10em;
  }

  .opened {
    display: grid;
    gap: 8px;
    margin-block-start: 6px;
  }
`
