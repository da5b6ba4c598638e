import { css } from '../page/css.ts'

export const validityNoticeStyles = css`
  .validity {
    color: var(--_danger);
    font-size: 0.875em;
    font-weight: 500;
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    flex-basis: 100%;
  }

  .validity svg {
    vertical-align: -0.2em;
    margin-inline-end: 6px;
  }

  :host(:state(user-invalid)) .dropzone:not(.dragging) {
    border-color: var(--_danger);
  }

  :host(:state(user-invalid)) .dropzone:is(.as-compact, .as-button, .as-avatar) .choose {
    box-shadow: 0 0 0 2px var(--_surface), 0 0 0 4px var(--_danger);
  }

  @media (forced-colors: active) {
    :host(:state(user-invalid)) .dropzone:not(.as-compact, .as-button, .as-avatar) {
      border-style: solid;
      border-width: 2px;
    }
  }
`
