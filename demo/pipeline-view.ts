/** The live picture: actors, and the requests between them in order. */
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { formatBytes } from '../component/text/format-bytes.ts'
import { type Actor, actorNames, actors, type StepName, steps, type TraceEvent } from './pipeline-step.ts'
import { emptyTally, type StepTally, tally } from './step-tally.ts'

const stepNames = Object.keys(steps) as StepName[]

@customElement('pipeline-view')
export class PipelineView extends LitElement {
  @state() private tallies: Readonly<Partial<Record<StepName, StepTally>>> = {}

  /** Adds one event of the trace. */
  add(event: TraceEvent): void {
    this.tallies = { ...this.tallies, [event.step]: tally(this.tallies[event.step] ?? emptyTally, event) }
  }

  /** Clears the picture for a new batch. */
  reset(): void {
    this.tallies = {}
  }

  protected override render() {
    return html`
      <div class="actors" aria-hidden="true">
        ${actors.map((actor) => html`<span class=${this.#isBusy(actor) ? 'busy' : ''}>${actorNames[actor]}</span>`)}
      </div>
      <ol>${stepNames.map((name) => this.#step(name))}</ol>
    `
  }

  #isBusy(actor: Actor): boolean {
    return stepNames.some((name) => {
      const { from, to } = steps[name]
      return (from === actor || to === actor) && (this.tallies[name]?.active ?? 0) > 0
    })
  }

  #step(name: StepName) {
    const { from, to, request, purpose } = steps[name]
    const current = this.tallies[name] ?? emptyTally
    const look =
      current.active > 0 ? 'busy' : current.failed > 0 ? 'failed' : current.calls > 0 ? 'done' : 'idle'
    const [left, right] = [actors.indexOf(from), actors.indexOf(to)].sort((a, b) => a - b)
    const direction = actors.indexOf(from) < actors.indexOf(to) ? 'forth' : 'back'
    return html`<li class=${look} data-step=${name}>
      <span class="what">
        <b>${actorNames[from]} → ${actorNames[to]}</b> <code>${request}</code>
        <span class="purpose">${purpose}</span>
      </span>
      <span class="figures">${figures(current)}</span>
      <span class="track" aria-hidden="true"><i class="arrow ${direction} from-${left} to-${right}"></i></span>
    </li>`
  }

  static override readonly styles = [
    css`
    :host {
      --column: calc(100% / ${actors.length});
      display: block;
      /* Time runs down and requests run left to right in every language. */
      direction: ltr;
      text-align: start;
      font-size: 0.8125rem;
    }

    .actors {
      display: grid;
      grid-template-columns: repeat(${actors.length}, 1fr);
      margin-block-end: 4px;
    }

    .actors span {
      justify-self: center;
      padding: 4px 10px;
      border: 1px solid var(--line);
      border-radius: 99px;
      font-weight: 600;
      transition: border-color 0.3s, color 0.3s;
    }

    .actors .busy {
      border-color: var(--accent);
      color: var(--accent);
      transition-duration: 0s;
    }

    ol {
      margin: 0;
      padding: 4px 0 0;
      list-style: none;
      /* A lifeline under each actor. */
      background: repeating-linear-gradient(
        90deg,
        transparent 0,
        transparent calc(var(--column) / 2 - 1px),
        var(--line) calc(var(--column) / 2 - 1px),
        var(--line) calc(var(--column) / 2),
        transparent calc(var(--column) / 2),
        transparent var(--column)
      );
    }

    li {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 8px;
      padding-block: 5px;
      color: var(--muted);
      transition: color 0.3s;
    }

    .what,
    .figures {
      background: var(--card);
      padding-inline: 2px;
    }

    .what {
      justify-self: start;
    }

    .figures {
      color: var(--text);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      text-align: end;
    }

    b {
      font-weight: 600;
    }

    .done,
    .busy {
      color: var(--text);
    }

    .purpose {
      color: var(--muted);
    }

    .track {
      grid-column: 1 / -1;
      position: relative;
      block-size: 12px;
    }

    .arrow {
      --ink: var(--line);
      position: absolute;
      inset-block-start: 5px;
      block-size: 2px;
      background: var(--ink);
      transition: background-color 0.4s;
    }

    .arrow::after {
      content: '';
      position: absolute;
      inset-block-start: -4px;
      border: 5px solid transparent;
    }

    .arrow.forth::after {
      inset-inline-end: -1px;
      border-inline-end-width: 0;
      border-inline-start: 8px solid var(--ink);
    }

    .arrow.back::after {
      inset-inline-start: -1px;
      border-inline-start-width: 0;
      border-inline-end: 8px solid var(--ink);
    }

    .done .arrow {
      --ink: var(--good);
    }

    .failed .arrow {
      --ink: var(--bad);
    }

    .failed .figures {
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

    @media (max-width: 520px) {
      .purpose {
        display: none;
      }

      .actors span {
        padding: 4px 6px;
        font-size: 0.75rem;
      }
    }

    @media (forced-colors: active) {
      .arrow {
        background: CanvasText;
      }
    }
  `,
    // Start and end of an arrow, from the positions of its actors.
    ...actors.map(
      (_, index) => css`
        .from-${index} {
          left: calc(var(--column) * ${index} + var(--column) / 2);
        }
        .to-${index} {
          right: calc(100% - var(--column) * ${index} - var(--column) / 2);
        }
      `,
    ),
  ]
}

function figures(current: StepTally) {
  if (current.calls === 0) return nothing
  const parts = [
    current.calls > 1 ? `${current.calls} ×` : '',
    current.bytes > 0 ? formatBytes(current.bytes, 'en') : '',
    duration(current.meanMs),
    current.lastStatus >= 400 || current.lastStatus === 0 ? `failed ${current.lastStatus || ''}`.trim() : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`
}
