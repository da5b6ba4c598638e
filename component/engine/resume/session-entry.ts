import type { PresignedUpload } from '../../protocol.ts'
import type { FileMetadata } from '../upload/file-metadata.ts'
import { fileFacts } from './file-fingerprint.ts'
import { type SavedSession, withoutSecrets } from './saved-session.ts'

/**
 * A session's record in the store, as this page knows it.
 *
 * `unwritten` → `writing` → `written` → `deleting` → `deleted`. A session of an earlier visit is `written` from the
 * start; one that ends before it is written is dropped without a status.
 */
export type SessionStatus = 'unwritten' | 'writing' | 'written' | 'deleting' | 'deleted'

/** What is recorded of a session of this visit. */
export interface SessionRecord {
  readonly presigned: PresignedUpload
  /** S3 has all bytes, or is assumed to: only the completion is missing. */
  readonly stored: boolean
  readonly metadata: FileMetadata
  /** What is sent in place of the file; null where that is the file itself. */
  readonly transformed: File | null
}

/** Newer than the store's record. */
export interface SessionDraft extends SessionRecord {
  readonly file: File
  /** Endpoint and route that planned it. */
  readonly scope: string
  /** When to write it, by `performance.now()`: the time of day may be set meanwhile. */
  readonly dueAt: number
}

/** What takes time to find out about a file, and is found out once. */
export type FileDetails = Pick<SavedSession, 'edges' | 'handle' | 'place'> & {
  readonly sentEdges: string | null
}

/** A session of an earlier visit, and how this page came by its file. */
export interface SessionClaim {
  readonly session: SavedSession
  /** The page brought the file; the visitor did not choose it in this visit. */
  readonly offered: boolean
}

/** A session that this page continues, saves or deletes. */
export interface SessionEntry {
  readonly id: string
  status: SessionStatus
  /** Releases this page's lock; null while it has none. */
  unlock: (() => void) | null
  draft: SessionDraft | null
  details: FileDetails | null
  /** Null for a session of this visit. */
  claim: SessionClaim | null
  /** Id of the upload that continues it; null before one asked for it. */
  uploadId: string | null
}

export function newEntry(id: string, status: SessionStatus): SessionEntry {
  return { id, status, unlock: null, draft: null, details: null, claim: null, uploadId: null }
}

export function isDeleted({ status }: SessionEntry): boolean {
  return status === 'deleting' || status === 'deleted'
}

export function isMultipart({ presigned }: Pick<SessionRecord, 'presigned'>): boolean {
  return presigned.plan.kind === 'multipart'
}

/** Whether continuing adds parts to those at S3: the file must then have the same content. */
export function addsParts(record: Pick<SessionRecord, 'stored' | 'presigned'>): boolean {
  return !record.stored && isMultipart(record)
}

/** The form in which the store keeps it. `place`: where on the site the page is, for details that are not known. */
export function savedSessionOf(
  { file, presigned, stored, metadata, scope, transformed }: SessionDraft,
  details: FileDetails | null,
  place: string,
): SavedSession {
  return {
    version: 4,
    id: presigned.id,
    scope,
    file: fileFacts(file),
    edges: details?.edges ?? null,
    handle: details?.handle ?? null,
    place: details?.place ?? place,
    sent:
      transformed === null
        ? null
        : { size: transformed.size, type: transformed.type, edges: details?.sentEdges ?? null },
    presigned: withoutSecrets(presigned),
    stored,
    metadata,
    savedAt: Date.now(),
  }
}
