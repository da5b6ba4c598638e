import { css } from '../page/css.ts'

export const sorterStyles = css`
  .move {
    flex: none;
    cursor: grab;
    touch-action: none;
  }

  .move:active {
    cursor: grabbing;
  }

  .row > .move {
    margin-inline: -6px -8px;
    inline-size: 28px;
  }

  .move.icon-button.lifted {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  [data-id].dragged {
    opacity: 0.4;
  }

  .drop-mark {
    position: fixed;
    z-index: 2;
    border-radius: 2px;
    background: var(--_accent);
    pointer-events: none;
  }

  .drag-image.drag-image {
    position: fixed;
    z-index: 3;
    box-sizing: border-box;
    margin: 0;
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: 0 8px 24px rgb(10 14 24 / 0.28);
    opacity: 0.94;
    pointer-events: none;
  }

  @media (forced-colors: active) {
    .drop-mark {
      background: Highlight;
      forced-color-adjust: none;
    }

    .drag-image {
      outline: 2px solid Highlight;
    }
  }
`
