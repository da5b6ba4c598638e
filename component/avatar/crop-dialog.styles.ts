import { css } from '../page/css.ts'

export const cropStyles = css`
  .crop {
    box-sizing: border-box;
    inline-size: min(26rem, calc(100vw - 32px));
    max-block-size: calc(100dvh - 32px);
    margin: auto;
    padding: 20px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: var(--s3u-font, inherit);
  }

  .crop::backdrop {
    background: rgb(0 0 0 / 0.5);
  }

  .crop h2 {
    margin: 0 0 12px;
    font-size: 1.125em;
  }

  .crop-stage {
    position: relative;
    overflow: hidden;
    inline-size: min(100%, calc(100dvh - 16rem));
    min-inline-size: 8rem;
    margin-inline: auto;
    aspect-ratio: 1;
    border-radius: 8px;
    background: #000;
    cursor: move;
    touch-action: none;
    user-select: none;
  }

  .crop-stage canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }

  .crop-frame {
    position: absolute;
    inset: 6%;
    border: 2px solid #fff;
    border-radius: 50%;
    box-shadow: 0 0 0 100vmax rgb(0 0 0 / 0.55);
    pointer-events: none;
  }

  .crop-stage input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    /* The picture is dragged, not their thumbs. */
    pointer-events: none;
  }

  .crop-stage:has(:focus-visible),
  .crop input:focus-visible,
  .crop button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .crop-zoom {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 16px;
  }

  .crop-zoom input {
    flex: 1;
    min-inline-size: 0;
    block-size: 28px;
    margin: 0;
    accent-color: var(--_accent);
  }

  .crop-hint {
    margin-block: 12px 0;
    color: var(--_text-muted);
    font-size: 0.875em;
  }

  .crop-actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }

  .crop-actions button {
    min-block-size: 40px;
    padding: 0 16px;
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: transparent;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }

  .crop-actions .crop-use {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  @media (forced-colors: active) {
    .crop-frame {
      border-color: Highlight;
      forced-color-adjust: none;
    }
  }
`
