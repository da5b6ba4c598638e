/** One thing wrong at a time before the API: what the doctor says of each. */
import { getRequestListener } from '@hono/node-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { boundedFetch } from '../../demo/command/doctor/bounded-fetch.ts'
import { examine } from '../../demo/command/doctor/examine.ts'
import { sdkAdapter } from '../../server/aws/sdk-adapter.ts'
import { configFromEnv } from '../../server/config-from-env.ts'
import { standaloneApp } from '../../server/standalone-app.ts'
import { listen } from '../support/listen.ts'
import { type Change, changingProxy } from './changing-proxy.ts'
import {
  always,
  environmentOf,
  faultsOf,
  ORIGIN,
  optionsOf,
  provideCredentials,
  sample,
  startAws,
} from './doctor-under-test.ts'

provideCredentials()

async function startApi(): Promise<string> {
  const config = configFromEnv({
    ...environmentOf(await startAws()),
    UPLOAD_SECRET: 'a secret of the tests that has thirty-two bytes and more',
    UPLOAD_PUBLIC: 'true',
    UPLOAD_ALLOWED_ORIGINS: ORIGIN,
  })
  const { app } = standaloneApp(config, { aws: sdkAdapter, write: () => {}, addressOf: () => '' })
  const { url, close } = await listen(getRequestListener(app.fetch))
  onTestFinished(close)
  return url
}

const page = (status: number, title: string) => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><title>${title}</title>`,
})
const ofCall =
  (call: string, reply: ReturnType<Change>): Change =>
  ({ method, path }) =>
    method !== 'OPTIONS' && path.endsWith(call) ? reply : undefined

describe('the doctor names what stands before the API', { timeout: 60_000 }, () => {
  const cases = sample<
    [what: string, change: Change, check: string, detail: string, advice: string, args?: string[]]
  >([
    [
      'a redirect',
      always({ status: 302, headers: { location: 'https://login.test/in?state=secret' } }),
      'api',
      'redirected (302) to https://login.test/in',
      '401',
    ],
    ['a login page', always(page(200, 'Sign in')), 'api', 'the page “Sign in”', 'mounted'],
    ['a login', always({ status: 401, body: 'no' }), 'api', 'answered 401', 'something before it'],
    ['a page that was not found', always(page(404, 'Not Found')), 'api', '404', 'mounted'],
    ['a gateway without API', always(page(502, 'Bad Gateway')), 'api', '502', 'gateway'],
    [
      'a gateway that fails later',
      ofCall('complete', page(502, 'Bad Gateway')),
      'api',
      'POST /complete',
      'gateway',
    ],
    ['a proxy for small bodies', ofCall('presign', page(413, 'Too large')), 'api', '413', 'proxy'],
    [
      'a login for preflights',
      ({ method }) => (method === 'OPTIONS' ? { status: 401 } : undefined),
      'api-cors',
      '401',
      'OPTIONS',
    ],
    [
      'CORS for preflights only',
      ({ method }) => (method === 'OPTIONS' ? undefined : { without: 'access-control-allow-origin' }),
      'api-cors',
      'lack the header',
      'every response',
    ],
    [
      'CORS without cookies',
      always(undefined),
      'api-cors',
      'no cookies',
      'Credentials',
      ['--header', 'cookie: a=b'],
    ],
    [
      'CORS without a header',
      always(undefined),
      'api-cors',
      'x-own',
      'Allow-Headers',
      ['--header', 'x-own: 1'],
    ],
    ['a closed connection', always('close'), 'api', 'does not answer', 'certificate'],
  ])

  it.each(cases)('%s', async (_, change, check, detail, advice, args = []) => {
    const endpoint = `${await changingProxy(await startApi(), change)}/uploads`
    const { findings } = await examine(optionsOf(['--endpoint', endpoint, '--quick', ...args], {}), {})
    expect(faultsOf(findings)).toMatchObject([
      { check, detail: expect.stringContaining(detail), change: expect.stringContaining(advice) },
    ])
    expect(JSON.stringify(findings)).not.toContain('state=secret')
  })

  it('credentials in the endpoint, without repeating them', () => {
    const refused = () => optionsOf(['--endpoint', 'https://me:secret@api.test/uploads'], {})
    expect(refused).toThrow('must not have a user name')
    expect(refused).not.toThrow('secret')
  })

  it('a host that never answers, within a bound', async () => {
    const silent = await changingProxy('http://localhost:9', always('silence'))
    const fetch = boundedFetch(new AbortController().signal, 50)
    await expect(fetch(`${silent}/?signature=secret`, {})).rejects.toThrow(
      /^localhost:\d+ does not answer: nothing came/,
    )
  })
})
