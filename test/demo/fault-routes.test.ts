import { expect, it } from 'vitest'
import { faultRoutes } from '../../demo/fault-routes.ts'
import { FaultSwitches } from '../../demo/local/faults.ts'

function setUp() {
  const faults = new FaultSwitches()
  let kills = 0
  const app = faultRoutes({
    faults,
    killLambda: () => {
      kills += 1
    },
  })
  const change = (body: string) => app.request('/', { method: 'PATCH', body })
  return { app, faults, change, kills: () => kills }
}

it('changes what a request names and keeps the rest', async () => {
  const { app, change } = setUp()
  expect(await (await change('{"s3":"slow"}')).json()).toEqual({ network: 'up', s3: 'slow' })
  expect(await (await change('{"network":"broken"}')).json()).toEqual({ network: 'broken', s3: 'slow' })
  expect(await (await app.request('/')).json()).toEqual({ network: 'broken', s3: 'slow' })
})

it.each(['', 'null', '[]', '{"s3":"gone"}', '{"network":true}', '{"lambda":"dead"}'])(
  'refuses %j and changes nothing',
  async (body) => {
    const { change, faults } = setUp()
    expect((await change(body)).status).toBe(400)
    expect(faults.faults).toEqual({ network: 'up', s3: 'ok' })
  },
)

it('kills the function', async () => {
  const { app, kills } = setUp()
  expect((await app.request('/lambda-kills', { method: 'POST' })).status).toBe(204)
  expect(kills()).toBe(1)
})
