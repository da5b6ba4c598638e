/** What is kept of an upload so that it can go on after a reload or a crash. Pure. */
import type { PresignedUpload, UploadPlan } from '../protocol.ts'

export interface SavedSession {
  readonly version: 1
  /** The server's id of the upload. */
  readonly id: string
  /** The backend and route that it belongs to. */
  readonly scope: string
  /** The file that it carries, by what it shows; see `fileFacts`. */
  readonly facts: string
  /** And by its content, where only parts are at S3: joining parts of two files would make a third. */
  readonly edges: string | null
  /** Without URLs, fields and headers: those are secrets, and expired when they would be used. */
  readonly presigned: PresignedUpload
  /** S3 has all bytes; only the completion is missing. */
  readonly stored: boolean
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
  const { version, id, scope, facts, presigned, stored, savedAt } = value as Partial<SavedSession>
  const known =
    version === 1 &&
    [id, scope, facts].every((text) => typeof text === 'string') &&
    typeof presigned === 'object' &&
    typeof presigned.ticket === 'string' &&
    typeof presigned.plan === 'object' &&
    typeof stored === 'boolean' &&
    typeof savedAt === 'number' &&
    now - savedAt < SESSION_LIFETIME_MS
  return known ? (value as SavedSession) : undefined
}
