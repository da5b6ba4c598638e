/** `/demo/faults`: what the page's switches set. Only with the embedded services. */
import { Hono } from 'hono'
import type { Faults } from './local/faults.ts'
import type { LocalAws } from './local/index.ts'
import type { FaultChange } from './pipeline-step.ts'

const CHOICES: Readonly<{ [Name in keyof Faults]: readonly Faults[Name][] }> = {
  network: ['up', 'broken'],
  s3: ['ok', 'slow', 'unavailable'],
}

export type Breakable = Pick<LocalAws, 'faults' | 'killLambda'>

export function faultRoutes({ faults, killLambda }: Breakable): Hono {
  const app = new Hono()
  app.get('/', (c) => c.json(faults.faults))
  app.patch('/', async (c) => {
    const change = readChange(await c.req.json().catch(() => undefined))
    if (change === undefined) {
      return c.json({ title: `Send JSON with one of ${JSON.stringify(CHOICES)}` }, 400)
    }
    faults.set(change)
    return c.json(faults.faults)
  })
  app.post('/lambda-kills', (c) => {
    killLambda()
    return c.body(null, 204)
  })
  return app
}

/** @returns undefined for a body with another name or value */
function readChange(body: unknown): FaultChange | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  const { network, s3, ...others } = body as Record<string, unknown>
  if (Object.keys(others).length > 0) return undefined
  const change: { -readonly [Name in keyof Faults]?: Faults[Name] } = {}
  if (network !== undefined) {
    const known = CHOICES.network.find((choice) => choice === network)
    if (known === undefined) return undefined
    change.network = known
  }
  if (s3 !== undefined) {
    const known = CHOICES.s3.find((choice) => choice === s3)
    if (known === undefined) return undefined
    change.s3 = known
  }
  return change
}
