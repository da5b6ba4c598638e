/** What is saved of an upload so that it can continue after a reload or a crash. Pure. */
import type { PresignedUpload, UploadPlan } from '../../protocol.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import type { ShownFacts } from './file-fingerprint.ts'
import { type FileHandle, isFileHandle } from './file-handle.ts'

export interface SavedSession {
  readonly version: typeof VERSION
  /** The server's id of the upload. */
  readonly id: string
  /** Endpoint and route that planned it. */
  readonly scope: string
  /** Where on the site the file was chosen: only there the upload is offered again. */
  readonly place: string
  /** The file's name, size, date and type. */
  readonly file: ShownFacts
  /** SHA-256 of the file's two ends, where only parts are at S3: parts of two files would make a third one. */
  readonly edges: string | null
  /** What was sent in place of the file, where transformers changed it: another result starts over. */
  readonly sent: SentFacts | null
  /** Reads the file again; null where the browser gave none. */
  readonly handle: FileHandle | null
  /** Without URLs, fields and headers: they are secrets, and expire before they could be used. */
  readonly presigned: PresignedUpload
  /** S3 has all bytes; only the completion is missing. A form with `false` may be stored all the same. */
  readonly stored: boolean
  /** Metadata of the file. */
  readonly metadata: FileMetadata
  /** Epoch milliseconds. */
  readonly savedAt: number
}

export interface SentFacts {
  readonly size: number
  readonly type: string
  /** As `edges`, of what was sent. */
  readonly edges: string | null
}

const VERSION = 4
/** Older sessions are of no use: the bucket's lifecycle rule has removed their parts. Milliseconds. */
const SESSION_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000

/** The part of a plan that may be saved. */
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

/** The session that a store returned, or undefined where it is damaged, of another version or too old. */
export function parseSavedSession(value: unknown, now: number): SavedSession | undefined {
  return isSavedSession(value) && now - value.savedAt < SESSION_LIFETIME_MS ? value : undefined
}

/** The id of what a store returned, also where the rest cannot be used. */
export function idOfSavedSession(value: unknown): string | undefined {
  return isRecord(value) && typeof value.id === 'string' ? value.id : undefined
}

/**
 * Whether a store keeps it: also what another version of this code has saved, which that may continue in another tab or beside
 * this one on the page.
 */
export function isKept(value: unknown, now: number): value is Pick<SavedSession, 'id'> {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    now - Number(value.savedAt) < SESSION_LIFETIME_MS &&
    (value.version !== VERSION || isSavedSession(value))
  )
}

function isSavedSession(value: unknown): value is SavedSession {
  return (
    isRecord(value) &&
    value.version === VERSION &&
    [value.id, value.scope, value.place].every((text) => typeof text === 'string') &&
    isRecord(value.file) &&
    typeof value.file.name === 'string' &&
    typeof value.file.size === 'number' &&
    (value.handle === null || isFileHandle(value.handle)) &&
    (value.sent === null || isSentFacts(value.sent)) &&
    isRecord(value.presigned) &&
    typeof value.presigned.id === 'string' &&
    typeof value.presigned.ticket === 'string' &&
    isRecord(value.presigned.plan) &&
    typeof value.stored === 'boolean' &&
    isRecord(value.metadata) &&
    typeof value.savedAt === 'number'
  )
}

function isSentFacts(value: unknown): value is SentFacts {
  return isRecord(value) && typeof value.size === 'number' && typeof value.type === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
