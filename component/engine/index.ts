/** The headless engine: everything `<s3-uploader>` does, without an element. */
export type { AddedFiles } from './file-adder.ts'
export type { FileHandle, FileHandles } from './file-handle.ts'
export type { FileMetadata } from './file-metadata.ts'
export { type FileRules, matchesAccept, type Rejection } from './file-rules.ts'
export type { FileValidator } from './file-validator.ts'
export { IndexedDbSessionStore } from './indexed-db-session-store.ts'
export type {
  FileAccess,
  InterruptedUpload,
  InterruptedUploads,
  RestoredUploads,
} from './interrupted-uploads.ts'
export { MemorySessionStore, type SessionStore } from './session-store.ts'
export type { Transport, TransportOptions, TransportRequest, TransportResponse } from './transport.ts'
export { FetchUploadApi, type FetchUploadApiOptions, type UploadApi } from './upload-api.ts'
export { type ErrorCode, UploadError } from './upload-error.ts'
export {
  FileRemoveEvent,
  type FileSource,
  FilesAddEvent,
  FilesRejectEvent,
  FilesReorderEvent,
  UploadErrorEvent,
  type UploadEventMap,
  UploadMetricsEvent,
  type UploadMoment,
  UploadMomentEvent,
  UploadRetryEvent,
  UploadStartEvent,
  UploadsIdleEvent,
  UploadsRestoreEvent,
} from './upload-events.ts'
export type { UploadMetrics } from './upload-metrics.ts'
export type { UploadSnapshot } from './upload-snapshot.ts'
export { can, isActive, isSettled, type UploadStatus } from './upload-state.ts'
export { Uploader } from './uploader.ts'
export type { UploaderPorts } from './uploader-ports.ts'
export { defaultSettings, type UploaderSettings } from './uploader-settings.ts'
export { XhrTransport } from './xhr-transport.ts'
