import { css } from 'lit'
import { actors } from './pipeline-step.ts'

/** Lifelines run uncut in a column of their own; the words stand beside them. */
export const pipelineStyles = [
  css`
    :host {
      --lane: calc(100% / ${actors.length});
      --lanes: minmax(140px, 54%);
      display: block;
      /* Time runs down and requests run left to right in every language. */
      direction: ltr;
      text-align: start;
      font-size: 0.8125rem;
      container-type: inline-size;
    }

    .actors {
      display: grid;
      grid-template-columns: repeat(${actors.length}, 1fr);
      inline-size: 54%;
      min-inline-size: 140px;
      margin-block-end: 2px;
    }

    .actors span {
      justify-self: center;
      padding-block: 4px;
      font-size: 0.75rem;
      font-weight: 600;
      color: var(--muted);
      transition: color 0.3s;
    }

    .actors .busy {
      color: var(--accent);
      transition-duration: 0s;
    }

    ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }

    li {
      display: grid;
      grid-template-columns: var(--lanes) 1fr;
      gap: 0 14px;
      min-block-size: 44px;
      color: var(--muted);
      transition: color 0.3s;
    }

    .what {
      display: block;
      align-self: center;
      min-inline-size: 0;
      padding-block: 3px;
      line-height: 1.35;
    }

    code {
      display: block;
      font: 600 0.8125rem / 1.35 ui-monospace, monospace;
      overflow-wrap: anywhere;
    }

    .ends {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .detail {
      color: var(--muted);
      font-size: 0.75rem;
      font-variant-numeric: tabular-nums;
    }

    .note {
      display: block;
      color: var(--warn);
    }

    .done,
    .recovered,
    .failed,
    .busy {
      color: var(--text);
    }

    .track {
      position: relative;
      background: repeating-linear-gradient(
        90deg,
        transparent 0,
        transparent calc(var(--lane) / 2 - 0.5px),
        var(--line) calc(var(--lane) / 2 - 0.5px),
        var(--line) calc(var(--lane) / 2 + 0.5px),
        transparent calc(var(--lane) / 2 + 0.5px),
        transparent var(--lane)
      );
    }

    .arrow {
      --ink: var(--edge);
      position: absolute;
      inset-block-start: calc(50% - 1px);
      block-size: 2px;
      background: var(--ink);
      transition: background-color 0.4s;
    }

    .arrow::before,
    .arrow::after {
      content: '';
      position: absolute;
    }

    .arrow::before {
      inset-block-start: -2px;
      inline-size: 6px;
      block-size: 6px;
      border-radius: 50%;
      background: var(--ink);
    }

    .arrow::after {
      inset-block-start: -4px;
      border: 5px solid transparent;
    }

    .forth::before {
      inset-inline-start: -3px;
    }

    .back::before {
      inset-inline-end: -3px;
    }

    .forth::after {
      inset-inline-end: 0;
      border-inline-end-width: 0;
      border-inline-start: 8px solid var(--ink);
    }

    .back::after {
      inset-inline-start: 0;
      border-inline-start-width: 0;
      border-inline-end: 8px solid var(--ink);
    }

    .done .arrow {
      --ink: var(--good);
    }

    .recovered .arrow {
      --ink: var(--warn);
    }

    .failed .arrow {
      --ink: var(--bad);
    }

    .failed .note {
      color: var(--bad);
    }

    .busy .arrow {
      --ink: var(--accent);
      transition-duration: 0s;
      animation: pulse 0.7s ease-in-out infinite alternate;
    }

    @keyframes pulse {
      to {
        opacity: 0.35;
      }
    }

    @media (prefers-reduced-motion: reduce) {
      .busy .arrow {
        animation: none;
      }
    }

    @container (max-width: 430px) {
      .actors {
        align-items: end;
        inline-size: 140px;
      }

      .actors span {
        writing-mode: vertical-rl;
      /* The value sideways-lr is missing in Safari before 18.4. */
      rotate: 180deg;
      }

      li {
        grid-template-columns: 140px 1fr;
        gap: 0 10px;
      }
    }

    @media (forced-colors: active) {
      .arrow,
      .track {
        --line: GrayText;
        forced-color-adjust: none;
      }

      .arrow {
        --ink: GrayText;
      }

      .done .arrow,
      .recovered .arrow {
        --ink: CanvasText;
      }

      .busy .arrow {
        --ink: Highlight;
      }

      .failed .arrow {
        --ink: Mark;
      }
    }
  `,
  // Start and end of an arrow, from the positions of its actors.
  ...actors.map(
    (_, index) => css`
      .from-${index} {
        left: calc(var(--lane) * ${index} + var(--lane) / 2);
      }
      .to-${index} {
        right: calc(100% - var(--lane) * ${index} - var(--lane) / 2);
      }
    `,
  ),
]
