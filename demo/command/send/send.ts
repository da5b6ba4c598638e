/** `s3-uploader send`: uploads files and folders from a shell or CI. `--help` lists the options. */
import { UploadError } from '../../../component/engine/upload/upload-error.ts'
import { UsageError } from '../usage-error.ts'
import { SEND_USAGE } from '../usages.ts'
import { errorLine } from './error-line.ts'
import { listFiles } from './list-files.ts'
import type { Report } from './report-files.ts'
import { sendFiles } from './send-files.ts'
import { readSendOptions } from './send-options.ts'

/** Clears the rest of the line. */
const CLEAR = '\r\u001B[K'

async function main(): Promise<number> {
  const options = readSendOptions(process.argv.slice(2), process.env)
  const files = await listFiles(options.paths)
  if (files.length === 0) throw new UsageError('There are no files in these folders.')
  const isDrawn = process.stderr.isTTY === true && !options.isQuiet
  const clear = isDrawn ? CLEAR : ''
  // SIGTERM is what CI sends to a job that is canceled or takes too long.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const hint = options.stateFolder === null ? '' : ' The same command continues.'
      process.stderr.write(`${clear}Interrupted.${hint}\n`)
      process.exit(130)
    })
  }
  const { failures, earlier } = await sendFiles(files, options, {
    report({ stream, line }: Report) {
      if (clear !== '') process.stderr.write(clear)
      process[stream].write(`${line}\n`)
    },
    progress(line) {
      if (isDrawn) process.stderr.write(`${CLEAR}${line.slice(0, process.stderr.columns - 1)}`)
    },
  })
  const sent = files.length - failures
  const before = earlier === 0 ? '' : `, ${earlier} of them before`
  if (!options.isQuiet) process.stderr.write(`${clear}${sent} of ${files.length} uploaded${before}.\n`)
  return failures > 0 ? 1 : 0
}

/** Node 20 calls `openAsBlob` experimental; a command's users cannot act on that. */
function hideExperimentalWarnings(): void {
  const listeners = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') for (const listener of listeners) listener(warning)
  })
}

hideExperimentalWarnings()
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof UsageError) process.stderr.write(`${error.message}\n\n${SEND_USAGE}`)
    else if (error instanceof UploadError) process.stderr.write(`${errorLine(error)}\n`)
    else throw error
    process.exit(error instanceof UsageError ? 2 : 1)
  },
)
