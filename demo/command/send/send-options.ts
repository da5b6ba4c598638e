import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseHeaders } from '../parse-headers.ts'
import { UsageError } from '../usage-error.ts'

export interface SendOptions {
  readonly endpoint: string
  readonly route: string
  readonly headers: Readonly<Record<string, string>>
  readonly metadata: Readonly<Record<string, string>>
  readonly concurrency: number
  readonly retries: number
  readonly checksum: 'auto' | 'sha256' | 'none'
  readonly wait: 'complete' | 'ready'
  /** Null: nothing is saved. */
  readonly stateFolder: string | null
  readonly output: 'text' | 'json'
  readonly isQuiet: boolean
  readonly paths: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws UsageError */
export function readSendOptions(args: readonly string[], environment: Environment): SendOptions {
  const { values, positionals } = parse(args)
  const endpoint = values.endpoint ?? environment.S3_UPLOADER_ENDPOINT ?? ''
  if (endpoint === '') throw new UsageError('Name the API: --endpoint URL, or S3_UPLOADER_ENDPOINT.')
  if (!/^https?:$/.test(protocolOf(endpoint))) {
    throw new UsageError(`--endpoint must be an http or https URL, got ${JSON.stringify(endpoint)}.`)
  }
  if (positionals.length === 0) throw new UsageError('Name at least one file or folder.')
  if (positionals.includes('-')) throw new UsageError('Standard input cannot be uploaded: name a file.')
  const token = environment.S3_UPLOADER_TOKEN
  return {
    endpoint,
    route: values.route ?? 'default',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...parseHeaders(values.header ?? []),
    },
    metadata: metadataOf(values.metadata ?? []),
    concurrency: wholeNumber('--concurrency', values.concurrency ?? '6', 1, 64),
    retries: wholeNumber('--retries', values.retries ?? '45', 0, 1000),
    checksum: oneOf('--checksum', values.checksum ?? 'auto', ['auto', 'sha256', 'none']),
    wait: oneOf('--wait', values.wait ?? 'complete', ['complete', 'ready']),
    stateFolder: values['no-resume'] === true ? null : (values.state ?? defaultStateFolder(environment)),
    output: values.json === true ? 'json' : 'text',
    isQuiet: values.quiet === true,
    paths: positionals,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        endpoint: { type: 'string' },
        route: { type: 'string' },
        header: { type: 'string', multiple: true },
        metadata: { type: 'string', multiple: true },
        concurrency: { type: 'string' },
        retries: { type: 'string' },
        checksum: { type: 'string' },
        wait: { type: 'string' },
        state: { type: 'string' },
        'no-resume': { type: 'boolean' },
        json: { type: 'boolean' },
        quiet: { type: 'boolean' },
      },
    })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol
  } catch {
    return ''
  }
}

function metadataOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
      if (name !== undefined && value !== undefined) return [name, value]
      throw new UsageError('--metadata must look like NAME=VALUE.')
    }),
  )
}

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`${option} must be a whole number from ${min} to ${max}, got ${JSON.stringify(text)}.`)
}

function oneOf<Value extends string>(option: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text)
  if (found !== undefined) return found
  throw new UsageError(`${option} must be one of ${values.join(', ')}, got ${JSON.stringify(text)}.`)
}

/** `XDG_STATE_HOME` of the XDG Base Directory Specification. */
function defaultStateFolder({ XDG_STATE_HOME }: Environment): string {
  return join(XDG_STATE_HOME || join(homedir(), '.local/state'), 's3-uploader')
}
