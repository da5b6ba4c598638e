import { css } from '../page/css.ts'

/** The notice about removed files, and the row that gets the focus when another one is removed. */
export const undoStyles = css`
  .undo {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 6px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }

  .row:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
`
