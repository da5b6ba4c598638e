import { css } from './page/css.ts'

export const styles = css`
  :host {
    --_accent: var(--s3u-accent, light-dark(#2456d6, #8fb0ff));
    --_on-accent: var(--s3u-on-accent, light-dark(#fff, #0b1633));
    --_surface: var(--s3u-surface, light-dark(#fff, #16191f));
    --_surface-hover: var(--s3u-surface-hover, light-dark(#f2f5fc, #1e232d));
    --_text: var(--s3u-text, light-dark(#171b24, #eceff5));
    --_text-muted: var(--s3u-text-muted, light-dark(#565f70, #a4adbd));
    --_border: var(--s3u-border, light-dark(#d9dee8, #333a47));
    --_edge: var(--s3u-edge, light-dark(#848da0, #78839a));
    --_danger: var(--s3u-danger, light-dark(#b3261e, #ffb4ab));
    --_radius: var(--s3u-radius, 12px);
    --_gap: var(--s3u-gap, 12px);

    display: grid;
    color: var(--_text);
    font: var(--s3u-font, inherit);
    line-height: 1.4;
    /* Of a page's centred boxes, table heads and buttons. */
    text-align: start;
    white-space: normal;
    text-transform: none;
    container-type: inline-size;
    /* A size container has no width of its own, for a dialog, a float, a table or a flex box to ask for. */
    contain-intrinsic-inline-size: 20em;
    min-inline-size: 0;
  }

  :host([hidden]),
  .dropzone[hidden] {
    display: none;
  }

  /* WebKit hides from screen readers what is in a child of the shadow root with "display: contents". */
  .words {
    display: grid;
    gap: var(--_gap);
    min-inline-size: 0;
  }

  p {
    margin: 0;
  }

  .dropzone {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 20px;
    border: 1.5px dashed var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
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
  .drop-hint {
    color: var(--_text-muted);
  }

  /* A sentence runs as its own language does, and stands where the page's lines begin. */
  .hint slot,
  .drop-hint,
  .failure {
    font-size: 0.875em;
    unicode-bidi: plaintext;
    /* Chromium's name for it first. */
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  /* Firefox gives a sentence no direction of its own where it lies in a flex box without an element around it. */
  .hint slot {
    display: block;
  }

  /* The limits begin with JPEG in every language, and run as the words around it do. */
  .limits {
    display: block;
  }

  button {
    font: inherit;
  }

  button:disabled {
    opacity: 0.5;
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

  .failure {
    color: var(--_danger);
  }

  @media (prefers-contrast: more) {
    :host {
      --_text-muted: var(--_text);
      --_border: var(--_text);
      --_edge: var(--_text);
    }
  }

  @container (inline-size < 380px) {
    .dropzone {
      padding: 14px;
    }

    .icon {
      display: none;
    }
  }
`
