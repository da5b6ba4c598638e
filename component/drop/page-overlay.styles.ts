import { css } from '../page/css.ts'

export const pageOverlayStyles = css`
  .page-overlay {
    box-sizing: border-box;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 24px;
    border: 3px dashed var(--_accent);
    background: color-mix(in srgb, var(--_surface) 85%, transparent);
    color: var(--_text);
    font-size: 1.25em;
    font-weight: 600;
    text-align: center;
    pointer-events: none;
  }

  .page-overlay:popover-open {
    display: grid;
    place-items: center;
  }
`
