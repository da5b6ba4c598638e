import { FetchUploadApi } from '../../../component/engine/api/fetch-upload-api.ts'
import { MemorySessionStore } from '../../../component/engine/resume/session-store.ts'
import type { AddedFiles } from '../../../component/engine/upload/added-files.ts'
import type { Connectivity } from '../../../component/engine/upload/connectivity.ts'
import { Uploader } from '../../../component/engine/uploader.ts'
import type { ListedFile } from './list-files.ts'
import { NodeTransport } from './node-transport.ts'
import {
  type Report,
  rejectionReport,
  sentReport,
  type UploadFacts,
  uploadFacts,
  uploadReport,
} from './report-files.ts'
import type { SendOptions } from './send-options.ts'
import { progressLine } from './send-progress.ts'
import { SentList } from './sent-list.ts'
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

export interface SendResult {
  /** Files that failed or were refused. */
  readonly failures: number
  /** Files that the same command uploaded before it was interrupted. */
  readonly earlier: number
}

/**
 * Uploads the files with the engine of the element. Resolves when all are settled.
 *
 * @throws UploadError where the API does not answer at the start
 */
export async function sendFiles(
  files: readonly ListedFile[],
  options: SendOptions,
  output: SendOutput,
): Promise<SendResult> {
  const transport = new NodeTransport()
  const folder = options.stateFolder === null ? null : new SessionFolder(options.stateFolder)
  if (folder !== null) unloadAtExit(() => folder.unlockAll())
  const list = options.stateFolder === null ? null : new SentList(options.stateFolder, options)
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
  const left = files.filter((listed) => {
    const facts = list?.factsOf(listed)
    if (facts !== undefined) output.report(sentReport(listed.path, facts, options.output))
    return facts === undefined
  })
  const listedOf = new Map(left.map((listed) => [listed.file, listed]))
  const pathOf = (file: File) => listedOf.get(file)?.path ?? file.name
  const reported = new Set<string>()
  let failed = 0
  const reportSettled = () => {
    const sent: { listed: ListedFile; facts: UploadFacts }[] = []
    for (const upload of uploader.uploads) {
      const { status, id, file } = upload
      if (reported.has(id) || (status !== 'ready' && status !== 'failed' && status !== 'canceled')) continue
      reported.add(id)
      const listed = file === null ? undefined : listedOf.get(file)
      if (status !== 'ready' || upload.processing.state === 'failed') failed += 1
      else if (listed !== undefined) sent.push({ listed, facts: uploadFacts(upload) })
      output.report(uploadReport(listed?.path ?? upload.name, upload, options.output))
    }
    list?.add(sent)
  }
  // Also what was uploaded before Ctrl+C.
  process.once('exit', reportSettled)
  const timer = setInterval(() => {
    reportSettled()
    output.progress(progressLine(uploader.totals, options.wait))
  }, PROGRESS_MS)
  try {
    const added: AddedFiles = await uploader.addFiles(left.map(({ file }) => file))
    const allowed = uploader.limits?.allowedContentTypes ?? []
    for (const rejection of added.rejected) {
      output.report(rejectionReport(pathOf(rejection.file), rejection, options.output, allowed))
    }
    await uploader.waitForIdle()
    reportSettled()
    // A refused file is refused again.
    if (failed === 0) list?.remove()
    return { failures: failed + added.rejected.length, earlier: files.length - left.length }
  } finally {
    clearInterval(timer)
    transport.close()
  }
}
