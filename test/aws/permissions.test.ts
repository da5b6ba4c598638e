/** The roles of the template, replayed against every call that the functions made in a whole run. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { lambdaHandler, lambdaSweep } from '../../server/lambda.ts'
import type { AwsCall } from './recorded-calls.ts'
import { resolveTemplate } from './resolve-template.ts'
import { type Statement, statementsOf } from './statements.ts'
import { type CallsByFunction, policyOf, runWholeJourney } from './whole-journey.ts'

const resolved = resolveTemplate()
const arn = (service: string, id: string) => `arn:aws:${service}:us-east-1:000000000000:${id}`
const onQueue = (action: string, id: string): AwsCall => ({
  action: `sqs:${action}`,
  resource: arn('sqs', id),
})
const logging = (id: string): AwsCall[] =>
  ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: arn('logs', id) }))

/** What Lambda itself does with the function's role, as its documentation says. */
const byLambda: CallsByFunction = {
  ApiFunction: logging('ApiLog'),
  ImageFunction: [
    ...logging('ImageLog'),
    ...['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) =>
      onQueue(action, 'ImageQueue'),
    ),
    onQueue('SendMessage', 'InvocationDeadLetters'),
  ],
  SweepFunction: [...logging('SweepLog'), onQueue('SendMessage', 'SweepDeadLetters')],
}
/** The embedded S3 has no versions. */
const UNRECORDED = ['s3:GetObjectVersion']

let calls: CallsByFunction
beforeAll(async () => {
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true')
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  calls = await runWholeJourney({
    loadApi: () => lambdaHandler(),
    loadSweep: () => lambdaSweep({ clock: () => new Date(Date.now() + 1_200_000) }),
    loadImage: async () => (await import('../../lambda/index.ts')).handler as never,
  }).finally(() => write.mockRestore())
}, 60_000)

const matches = (pattern: string, resource: string) =>
  pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource
const allows = ({ Effect, Action, Resource }: Statement, call: AwsCall) =>
  Effect === 'Allow' && Action.includes(call.action) && Resource.some((one) => matches(one, call.resource))

describe.each(['ApiFunction', 'ImageFunction', 'SweepFunction'] as const)('the role of %s', (id) => {
  const statements = statementsOf(policyOf(resolved, id))
  const made = () => [...calls[id], ...byLambda[id]]

  it('allows each call by exactly one statement', () => {
    const wrong = made()
      .map((call) => ({ ...call, by: statements.filter((one) => allows(one, call)).map(({ Sid }) => Sid) }))
      .filter(({ by }) => by.length !== 1)
    expect(calls[id].length).toBeGreaterThan(3)
    expect(wrong).toEqual([])
  })

  it('has no statement, and no action, that no call needs', () => {
    const unused = statements.flatMap((one) =>
      one.Action.filter(
        (action) =>
          !UNRECORDED.includes(action) && !made().some((call) => call.action === action && allows(one, call)),
      ).map((action) => `${one.Sid}: ${action}`),
    )
    expect(unused).toEqual([])
  })
})
