import { describe, expect, it } from 'vitest'
import { configFromEnv } from '../../server/config-from-env.ts'
import { carriesToken } from '../../server/http/bearer-token.ts'
import { ConfigError } from '../../server/options/config-error.ts'

const env = {
  UPLOAD_BUCKET: 'acme-in',
  UPLOAD_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:uploads',
  UPLOAD_SECRET: 'one, two',
  AWS_REGION: 'eu-west-1',
  UPLOAD_TOKEN: 'a-token-of-16-chars',
}

function faultsOf(changes: Record<string, string | undefined>): string {
  try {
    configFromEnv({ ...env, ...changes })
    return ''
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join('\n')
    throw error
  }
}

describe('the environment', () => {
  it('becomes a configuration', () => {
    expect(
      configFromEnv({
        ...env,
        PORT: '8080',
        UPLOAD_ALLOWED_ORIGINS: 'https://a.example, http://localhost:5173',
        UPLOAD_MAX_FILE_SIZE: '1000',
        UPLOAD_CONTENT_TYPES: 'image/*,application/pdf',
        AWS_ENDPOINT_URL: 'http://localhost:4566',
        AWS_ENDPOINT_URL_SNS: 'http://localhost:4567',
        UPLOAD_STORE: '{"forms": false}',
      }),
    ).toEqual({
      port: 8080,
      host: undefined,
      basePath: '/uploads',
      drainSeconds: 5,
      rateLimit: null,
      trustedProxies: 0,
      prefix: undefined,
      bucket: 'acme-in',
      topicArn: env.UPLOAD_TOPIC_ARN,
      secret: ['one', 'two'],
      region: 'eu-west-1',
      access: { kind: 'token', token: 'a-token-of-16-chars' },
      allowedOrigins: ['https://a.example', 'http://localhost:5173'],
      routes: { default: { maxFileSize: 1000, allowedContentTypes: ['image/*', 'application/pdf'] } },
      endpoint: 'http://localhost:4566',
      publicEndpoint: undefined,
      snsEndpoint: 'http://localhost:4567',
      store: { forms: false },
      useAccelerateEndpoint: false,
      awsClient: 'sdk',
    })
  })

  it('has defaults for optional variables', () => {
    expect(configFromEnv(env)).toMatchObject({
      port: 3000,
      allowedOrigins: [],
      routes: { default: {} },
      endpoint: undefined,
    })
  })

  it.each([
    [{ UPLOAD_BUCKET: ' ', AWS_REGION: undefined }, ['UPLOAD_BUCKET is missing', 'AWS_REGION is missing']],
    [{ UPLOAD_TOKEN: undefined }, ['UPLOAD_TOKEN is missing']],
    [{ UPLOAD_TOKEN: '' }, ['UPLOAD_TOKEN is missing']],
    [{ UPLOAD_TOKEN: '', UPLOAD_PUBLIC: 'false' }, ['UPLOAD_TOKEN is missing']],
    [{ UPLOAD_TOKEN: '', UPLOAD_PUBLIC: 'yes' }, ['UPLOAD_PUBLIC must be', 'UPLOAD_TOKEN is missing']],
    [{ UPLOAD_PUBLIC: 'true' }, ['contradict']],
    [{ UPLOAD_TOKEN: 'short' }, ['at least 16 characters']],
    [{ PORT: 'http' }, ['PORT must be']],
    [{ PORT: '70000' }, ['PORT must be']],
    [{ PORT: '-1' }, ['PORT must be']],
    [{ UPLOAD_MAX_FILE_SIZE: '10MB' }, ['UPLOAD_MAX_FILE_SIZE must be']],
    [{ UPLOAD_ALLOWED_ORIGINS: 'https://a.example/' }, ['not an origin']],
    [{ UPLOAD_ALLOWED_ORIGINS: 'a.example' }, ['not an origin']],
    [{ UPLOAD_ROUTES: '[]' }, ['UPLOAD_ROUTES must be a JSON object']],
    [{ UPLOAD_STORE: '[]' }, ['UPLOAD_STORE must be a JSON object']],
    [{ UPLOAD_ROUTES: '{"a":1}' }, ['UPLOAD_ROUTES must be a JSON object']],
    [{ UPLOAD_ROUTES_FILE: '/nowhere.json' }, ['/nowhere.json cannot be read']],
    [{ UPLOAD_BASE_PATH: 'api' }, ['UPLOAD_BASE_PATH must be a path']],
    [{ UPLOAD_DRAIN_SECONDS: '61' }, ['UPLOAD_DRAIN_SECONDS must be']],
    [{ UPLOAD_RATE_LIMIT: 'many' }, ['UPLOAD_RATE_LIMIT must be']],
  ])('%j is refused', (changes, faults) => {
    const message = faultsOf(changes)
    for (const fault of faults) expect(message).toContain(fault)
    expect(message.split('\n')).toHaveLength(faults.length)
  })

  it('takes routes from JSON or a file, under the variables of the default route', () => {
    const routes = { default: { maxFileSize: 5, maxFiles: 2 }, film: { bucket: 'films' } }
    const expected = { default: { maxFileSize: 7, maxFiles: 2 }, film: { bucket: 'films' } }
    const given = { ...env, UPLOAD_MAX_FILE_SIZE: '7' }
    expect(configFromEnv({ ...given, UPLOAD_ROUTES: JSON.stringify(routes) }).routes).toEqual(expected)
    const readFile = (path: string) => (path === 'routes.json' ? JSON.stringify(routes) : '')
    expect(configFromEnv({ ...given, UPLOAD_ROUTES_FILE: 'routes.json' }, readFile).routes).toEqual(expected)
  })

  it('limits callers in public mode', () => {
    const open = { ...env, UPLOAD_TOKEN: undefined, UPLOAD_PUBLIC: 'true' }
    expect(configFromEnv(open).rateLimit).toBe(300)
    expect(configFromEnv({ ...open, UPLOAD_RATE_LIMIT: '20' }).rateLimit).toBe(20)
  })

  it('is public only when it says so', () => {
    expect(configFromEnv({ ...env, UPLOAD_TOKEN: undefined, UPLOAD_PUBLIC: 'true' }).access).toEqual({
      kind: 'public',
    })
  })
})

it.each([
  ['Bearer right-token', true],
  ['bearer  right-token ', true],
  ['Bearer wrong-token', false],
  ['Bearer right-toke', false],
  ['Bearer right-token x', false],
  ['Basic right-token', false],
  ['right-token', false],
  ['Bearer ', false],
  ['', false],
  [undefined, false],
])('the header %j carries the token: %s', (header, expected) => {
  expect(carriesToken(header, 'right-token')).toBe(expected)
})
