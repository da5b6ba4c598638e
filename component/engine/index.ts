/** The headless engine: everything `<s3-uploader>` does, without an element. */

export { FetchUploadApi, type FetchUploadApiOptions, type UploadApi } from './api/upload-api.ts'
export type { AddedFiles } from './file-adder.ts'
export { type FileRules, matchesAccept } from './files/file-rules.ts'
export type { FileValidator } from './files/file-validator.ts'
export type { UploadMetrics } from './queue/metrics-recorder.ts'
export type { FileHandle, FileHandles } from './resume/file-handle.ts'
export { IndexedDbSessionStore } from './resume/indexed-db-session-store.ts'
export type {
  FileAccess,
  InterruptedUpload,
  InterruptedUploads,
  RestoredUploads,
} from './resume/interrupted-uploads.ts'
export { MemorySessionStore, type SessionStore } from './resume/session-store.ts'
export type { Transport, TransportOptions, TransportRequest, TransportResponse } from './storage/transport.ts'
export { XhrTransport } from './storage/xhr-transport.ts'
export type { FileMetadata } from './upload/file-metadata.ts'
export type { Rejection } from './upload/rejection.ts'
export { type ErrorCode, UploadError } from './upload/upload-error.ts'
export {
  FileRemoveEvent,
  type FileSource,
  FilesAddEvent,
  FilesRejectEvent,
  FilesReorderEvent,
  UploadErrorEvent,
  type UploadEventMap,
  UploadMetricsEvent,
  UploadRetryEvent,
  UploadStartEvent,
  UploadStatusEvent,
  type UploadStatusEventName,
  UploadsIdleEvent,
  UploadsRestoreEvent,
} from './upload/upload-events.ts'
export type { UploadSnapshot } from './upload/upload-snapshot.ts'
export { can, isActive, isSettled, type UploadStatus } from './upload/upload-state.ts'
export { Uploader } from './uploader.ts'
export type { UploaderPorts } from './uploader-ports.ts'
export { defaultSettings, type UploaderSettings } from './uploader-settings.ts'
