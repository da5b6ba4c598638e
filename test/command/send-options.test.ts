import { describe, expect, it } from 'vitest'
import { readSendOptions } from '../../demo/command/send/send-options.ts'
import { UsageError } from '../../demo/command/usage-error.ts'

const ENDPOINT = { S3_UPLOADER_ENDPOINT: 'https://example.com/uploads' }

describe('readSendOptions', () => {
  it('takes the endpoint and the token of the environment, and arguments before them', () => {
    const environment = { ...ENDPOINT, S3_UPLOADER_TOKEN: 'token-1', XDG_STATE_HOME: '/state' }
    expect(readSendOptions(['a.png'], environment)).toEqual({
      endpoint: 'https://example.com/uploads',
      route: 'default',
      headers: { authorization: 'Bearer token-1' },
      metadata: {},
      concurrency: 6,
      retries: 45,
      checksum: 'auto',
      wait: 'complete',
      stateFolder: '/state/s3-uploader',
      output: 'text',
      isQuiet: false,
      paths: ['a.png'],
    })
    const args = [
      '--endpoint',
      'http://localhost/',
      '--header',
      'x-a: b: c',
      '--metadata',
      'note=a=b',
      '--no-resume',
      'b',
    ]
    expect(readSendOptions(args, environment)).toMatchObject({
      endpoint: 'http://localhost/',
      headers: { authorization: 'Bearer token-1', 'x-a': 'b: c' },
      metadata: { note: 'a=b' },
      stateFolder: null,
    })
  })

  it.each([
    [['--route', 'default'], ENDPOINT, 'Name at least one file or folder.'],
    [['--concurrency', '0', 'a'], ENDPOINT, '--concurrency must be a whole number from 1 to 64, got "0".'],
    [['--retries', '1.5', 'a'], ENDPOINT, '--retries must be a whole number from 0 to 1000, got "1.5".'],
    [['--wait', 'never', 'a'], ENDPOINT, '--wait must be one of complete, ready, got "never".'],
    [['--checksum', 'md5', 'a'], ENDPOINT, '--checksum must be one of auto, sha256, none'],
    [['--header', 'secret-1', 'a'], ENDPOINT, "--header must look like 'NAME: VALUE'."],
    [['--metadata', '=x', 'a'], ENDPOINT, '--metadata must look like NAME=VALUE.'],
    [['a'], { S3_UPLOADER_ENDPOINT: '/uploads' }, '--endpoint must be an http or https URL, got "/uploads".'],
    [['a'], {}, 'Name the API: --endpoint URL, or S3_UPLOADER_ENDPOINT.'],
    [['-'], ENDPOINT, 'Standard input cannot be uploaded'],
    [['--colour', 'a'], ENDPOINT, '--colour'],
  ])('refuses %j', (args, environment, message) => {
    expect(() => readSendOptions(args, environment)).toThrow(UsageError)
    expect(() => readSendOptions(args, environment)).toThrow(message)
  })
})
