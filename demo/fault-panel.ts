/** The switches that break something on the server of the demo, and what they say. */
import { find } from './find.ts'
import type { Faults } from './local/faults.ts'
import type { FaultChange } from './pipeline-step.ts'

type Switch = 'break-network' | 'slow-s3' | 'refuse-s3'

const CHANGES: Readonly<
  Record<Switch, { on: FaultChange; off: FaultChange; isOn(faults: Faults): boolean }>
> = {
  'break-network': {
    on: { network: 'broken' },
    off: { network: 'up' },
    isOn: ({ network }) => network === 'broken',
  },
  'slow-s3': { on: { s3: 'slow' }, off: { s3: 'ok' }, isOn: ({ s3 }) => s3 === 'slow' },
  'refuse-s3': { on: { s3: 'unavailable' }, off: { s3: 'ok' }, isOn: ({ s3 }) => s3 === 'unavailable' },
}

const NOTES: Readonly<Record<Switch, string>> = {
  'break-network': 'The network is broken: no request gets through. Uploads wait and continue by themselves.',
  'slow-s3': 'S3 takes 2 MB a second. A good moment to reload.',
  'refuse-s3': 'S3 answers 503 to each upload. Uploads try again, after longer and longer pauses.',
}
const KILLED = 'The Lambda dies in its next moment of work. SNS delivers the message again.'

export async function setUpFaults(): Promise<void> {
  const switches = Object.keys(CHANGES) as Switch[]
  let network: Faults['network'] = 'up'

  const show = (faults: Faults) => {
    for (const id of switches) {
      find(id).hidden = false
      find(id).setAttribute('aria-pressed', String(CHANGES[id].isOn(faults)))
    }
    find('fault-note').textContent = switches
      .filter((id) => CHANGES[id].isOn(faults))
      .map((id) => NOTES[id])
      .join(' ')
    // As a browser tells its pages, which then need not wait for the next attempt.
    if (faults.network !== network) dispatchEvent(new Event(faults.network === 'up' ? 'online' : 'offline'))
    network = faults.network
  }
  show(await call('GET'))
  // The faults are the server's: other tabs have them, too.
  const tabs = new BroadcastChannel('demo-faults')
  tabs.onmessage = ({ data }) => show(data as Faults)

  for (const id of switches) {
    const { on, off } = CHANGES[id]
    find(id).addEventListener('click', async () => {
      const isOn = find(id).getAttribute('aria-pressed') === 'true'
      const faults = await call('PATCH', isOn ? off : on)
      show(faults)
      tabs.postMessage(faults)
    })
  }
  find('kill-lambda').hidden = false
  find('kill-lambda').addEventListener('click', async () => {
    await fetch('/demo/faults/lambda-kills', { method: 'POST' })
    find('fault-note').textContent = KILLED
  })
}

async function call(method: 'GET' | 'PATCH', change?: FaultChange): Promise<Faults> {
  const response = await fetch('/demo/faults', {
    method,
    headers: { 'content-type': 'application/json' },
    ...(change !== undefined && { body: JSON.stringify(change) }),
  })
  if (!response.ok) throw new Error(`The demo's server answered ${response.status}.`)
  return (await response.json()) as Faults
}
