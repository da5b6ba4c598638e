import { FetchUploadApi } from '../../../component/engine/api/fetch-upload-api.ts'
import { MemorySessionStore } from '../../../component/engine/resume/session-store.ts'
import type { AddedFiles } from '../../../component/engine/upload/added-files.ts'
import type { Connectivity } from '../../../component/engine/upload/connectivity.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { ListedFile } from './list-files.ts'
import { NodeTransport } from './node-transport.ts'
import { type Report, rejectionReport, uploadReport } from './report-files.ts'
import type { SendOptions } from './send-options.ts'
import { progressLine } from './send-progress.ts'
import { SessionFolder } from './session-folder.ts'
import { unloadAtExit } from './unload-event.ts'

/** Between two progress lines, in milliseconds. */
const PROGRESS_MS = 100

/** Node knows of no network, and its requests need no CORS: a connection that breaks is tried again. */
const NODE_CONNECTIVITY: Connectivity = { online: true, subscribe: () => () => {} }

export interface SendOutput {
  report(report: Report): void
  /** Called at most ten times a second. */
  progress(line: string): void
}

/**
 * Uploads the files with the engine of the element. Resolves when all are settled, with the number that failed or were
 * refused.
 *
 * @throws UploadError where the API does not answer at the start
 */
export async function sendFiles(
  files: readonly ListedFile[],
  options: SendOptions,
  output: SendOutput,
): Promise<number> {
  const transport = new NodeTransport()
  const folder = options.stateFolder === null ? null : new SessionFolder(options.stateFolder)
  if (folder !== null) unloadAtExit(() => folder.unlockAll())
  const uploader = new Uploader({
    api: new FetchUploadApi({ endpoint: options.endpoint, headers: options.headers }),
    transport,
    sessions: folder ?? new MemorySessionStore(),
    ...(folder === null ? {} : { locks: folder }),
    scope: () => options.endpoint,
    connectivity: NODE_CONNECTIVITY,
  })
  uploader.configure({
    route: options.route,
    metadata: options.metadata,
    concurrency: options.concurrency,
    retries: options.retries,
    checksum: options.checksum,
    finish: options.wait === 'ready' ? 'processed' : 'announced',
    sessions: folder === null ? 'forget' : 'remember',
  })
  // A wrong endpoint or token fails here, before a file is read.
  await uploader.loadLimits()
  const paths = new Map(files.map(({ file, path }) => [file, path]))
  const pathOf = (file: File) => paths.get(file) ?? file.name
  const reported = new Set<string>()
  let failures = 0
  const reportSettled = () => {
    for (const upload of uploader.uploads) {
      const { status, id, file } = upload
      if (reported.has(id) || (status !== 'ready' && status !== 'failed' && status !== 'canceled')) continue
      reported.add(id)
      if (status !== 'ready' || upload.processing.state === 'failed') failures += 1
      output.report(uploadReport(file === null ? upload.name : pathOf(file), upload, options.output))
    }
  }
  const timer = setInterval(() => {
    reportSettled()
    output.progress(progressLine(uploader.totals, options.wait))
  }, PROGRESS_MS)
  try {
    const added: AddedFiles = await uploader.addFiles(files.map(({ file }) => file))
    const allowed = uploader.limits?.allowedContentTypes ?? []
    for (const rejection of added.rejected) {
      failures += 1
      output.report(rejectionReport(pathOf(rejection.file), rejection, options.output, allowed))
    }
    await uploader.waitForIdle()
    reportSettled()
  } finally {
    clearInterval(timer)
    transport.close()
  }
  return failures
}
