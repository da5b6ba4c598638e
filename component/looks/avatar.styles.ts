import { css } from '../page/css.ts'

export const avatarStyles = css`
  .portrait {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    color: var(--_text-muted);
  }

  .portrait > svg:not(.ring) {
    inline-size: 45%;
    block-size: 45%;
  }

  .portrait img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: 50%;
    object-fit: cover;
  }

  .portrait.failed img {
    filter: grayscale(1) opacity(0.45);
  }

  .portrait .mark {
    position: absolute;
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_danger);
  }

  /* Around the picture: what is chosen stays in sight. */
  .ring {
    position: absolute;
    inset: -7px;
    rotate: -90deg;
    fill: none;
    stroke: var(--_track);
    stroke-width: 4;
  }

  .ring .sent {
    stroke: var(--_accent);
    stroke-linecap: round;
    transition: stroke-dasharray 0.2s;
  }

  .ring.unknown {
    animation: turn 1.4s linear infinite;
  }

  @keyframes turn {
    to { rotate: 270deg; }
  }

  .portrait-status {
    border: 0;
    background: none;
  }

  .portrait-status .row {
    padding: 0;
  }

  .portrait-status .done {
    margin-inline: 0;
  }

  @media (prefers-reduced-motion: reduce) {
    .ring.unknown {
      animation: none;
    }

    .ring .sent {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    .ring {
      stroke: GrayText;
    }

    .ring .sent {
      stroke: Highlight;
    }
  }
`
