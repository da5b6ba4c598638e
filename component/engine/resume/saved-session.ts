/** What is kept of an upload so that it can go on after a reload or a crash. Pure. */
import type { PresignedUpload, UploadPlan } from '../../protocol.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import type { ShownFacts } from './file-fingerprint.ts'
import { type FileHandle, isFileHandle } from './file-handle.ts'

export interface SavedSession {
  readonly version: 3
  /** The server's id of the upload. */
  readonly id: string
  /** The backend and route that it belongs to. */
  readonly scope: string
  /** Where on the site the file was chosen: only there it is offered again unasked. */
  readonly place: string
  /** The file that it carries, by what it shows. */
  readonly file: ShownFacts
  /** And by its content, where only parts are at S3: joining parts of two files would make a third. */
  readonly edges: string | null
  /** Reads the file again, where the browser gave one. */
  readonly handle: FileHandle | null
  /** Without URLs, fields and headers: those are secrets, and expired when they would be used. */
  readonly presigned: PresignedUpload
  /** S3 has all bytes; only the completion is missing. A form that is not known to be stored may be. */
  readonly stored: boolean
  /** What the page had said about the file. */
  readonly metadata: FileMetadata
  /** Epoch milliseconds. */
  readonly savedAt: number
}

/** Older ones are of no use: the bucket's lifecycle rule has removed their parts; milliseconds. */
export const SESSION_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000

/** What may be written down of a plan. */
export function withoutSecrets(presigned: PresignedUpload): PresignedUpload {
  return { ...presigned, plan: planWithoutSecrets(presigned.plan) }
}

function planWithoutSecrets(plan: UploadPlan): UploadPlan {
  switch (plan.kind) {
    case 'multipart':
      return { ...plan, parts: [] }
    case 'post':
      return { kind: 'post', url: '', fields: {} }
    case 'put':
      return { kind: 'put', url: '', headers: {} }
  }
}

/** What a store gave back, or undefined where it is none of ours, of another version or too old. */
export function parseSavedSession(value: unknown, now: number): SavedSession | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const session = value as Partial<SavedSession>
  const { version, id, scope, place, file, handle, presigned, stored, metadata, savedAt } = session
  const known =
    version === 3 &&
    [id, scope, place].every((text) => typeof text === 'string') &&
    typeof file === 'object' &&
    typeof file?.name === 'string' &&
    typeof file.size === 'number' &&
    (handle === null || isFileHandle(handle)) &&
    typeof presigned === 'object' &&
    typeof presigned.ticket === 'string' &&
    typeof presigned.plan === 'object' &&
    typeof stored === 'boolean' &&
    typeof metadata === 'object' &&
    typeof savedAt === 'number' &&
    now - savedAt < SESSION_LIFETIME_MS
  return known ? (value as SavedSession) : undefined
}
