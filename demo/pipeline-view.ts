/** The live picture: actors with their lifelines, and the requests between them in order. */
import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { formatBytes } from '../component/text/format-bytes.ts'
import { formatDuration } from './format-duration.ts'
import { type Actor, actorNames, actors, type StepName, steps, type TraceEvent } from './pipeline-step.ts'
import { pipelineStyles } from './pipeline-view.styles.ts'
import { emptyTally, type StepTally, stateOf, tally } from './step-tally.ts'

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
    const shown = stepNames.filter((name) => !steps[name].optional || this.tallies[name] !== undefined)
    return html`
      <div class="actors" aria-hidden="true">
        ${actors.map((actor) => html`<span class=${this.#isBusy(actor) ? 'busy' : ''}>${actorNames[actor]}</span>`)}
      </div>
      <ol>${shown.map((name) => this.#step(name))}</ol>
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
    const [left, right] = [actors.indexOf(from), actors.indexOf(to)].sort((a, b) => a - b)
    const direction = actors.indexOf(from) < actors.indexOf(to) ? 'forth' : 'back'
    return html`<li class=${stateOf(current)} data-step=${name}>
      <span class="track" aria-hidden="true"><i class="arrow ${direction} from-${left} to-${right}"></i></span>
      <span class="what">
        <code>${request}</code>
        <span class="ends">${actorNames[from]} to ${actorNames[to]}</span>
        <span class="detail">${current.calls === 0 ? purpose : figures(current)}${notes(name, current)}</span>
      </span>
    </li>`
  }

  static override readonly styles = pipelineStyles
}

/** Of several requests the mean time and the bytes of all, and it says so. */
function figures({ calls, bytes, meanMs }: StepTally): string {
  const isOne = calls === 1
  return [
    isOne ? '' : `${calls} ×`,
    isOne ? formatDuration(meanMs) : `${formatDuration(meanMs)} each`,
    bytes === 0 ? '' : isOne ? formatBytes(bytes, 'en') : `${formatBytes(bytes, 'en')} in all`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

function notes(name: StepName, current: StepTally) {
  const sentence = sentenceOf(name, current)
  return sentence === '' ? nothing : html`<span class="note">${sentence}</span>`
}

function sentenceOf(name: StepName, current: StepTally): string {
  const { failed, failing } = current
  const again = name === 'invoke' ? 'SNS delivers again' : 'trying again'
  const made = name === 'invoke' ? 'delivered again' : 'repeated'
  switch (stateOf(current)) {
    case 'failed': {
      const [status = 0] = failing.values()
      return `${status === 0 ? 'broken off' : `answered ${status}`}: ${again}`
    }
    case 'recovered':
      return `${failed} failed, ${made}, all well`
    default:
      return ''
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pipeline-view': PipelineView
  }
}
