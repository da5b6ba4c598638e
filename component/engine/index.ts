/** The headless engine: everything `<s3-uploader>` does, without an element. */

export { FetchUploadApi, type FetchUploadApiOptions } from './api/fetch-upload-api.ts'
export type { UploadApi } from './api/upload-api.ts'
export type { GivenFiles } from './file-adder.ts'
export { type FileRules, matchesAccept } from './files/file-rules.ts'
export type { FileTransformer, TransformContext } from './files/file-transformer.ts'
export type { FileValidator } from './files/file-validator.ts'
export type { FileHandle, FileHandles } from './resume/file-handle.ts'
export { IndexedDbSessionStore } from './resume/indexed-db-session-store.ts'
export type { InterruptedUploads, RestoredUploads } from './resume/interrupted-uploads.ts'
export { MemorySessionStore, type SessionStore } from './resume/session-store.ts'
export type { Transport, TransportOptions, TransportRequest, TransportResponse } from './storage/transport.ts'
export { XhrTransport } from './storage/xhr-transport.ts'
export type { AddedFiles } from './upload/added-files.ts'
export { can } from './upload/available-commands.ts'
export { browserConnectivity, type Connectivity } from './upload/connectivity.ts'
export type { FileMetadata } from './upload/file-metadata.ts'
export type { FileAccess, InterruptedUpload } from './upload/interrupted-upload.ts'
export type { ProcessingResult } from './upload/processing-result.ts'
export type { Rejection } from './upload/rejection.ts'
export type { GivenStoredFile, StoredFile } from './upload/stored-file.ts'
export { type ErrorCode, UploadError } from './upload/upload-error.ts'
export {
  FileRemoveEvent,
  FileRemoveUndoEvent,
  type FileSource,
  FilesAddEvent,
  FilesRejectEvent,
  FilesReorderEvent,
  UploadErrorEvent,
  type UploadEventMap,
  UploadMetricsEvent,
  UploadProcessingErrorEvent,
  UploadRetryEvent,
  UploadStartEvent,
  UploadStatusEvent,
  type UploadStatusEventName,
  UploadsIdleEvent,
  UploadsRestoreEvent,
} from './upload/upload-events.ts'
export type { UploadMetrics } from './upload/upload-metrics.ts'
export type { UploadSnapshot } from './upload/upload-snapshot.ts'
export { isActive, isSettled, type UploadStatus } from './upload/upload-state.ts'
export type { Waiting } from './upload/waiting.ts'
export { type Removal, Uploader } from './uploader.ts'
export type { UploaderPorts } from './uploader-ports.ts'
export { defaultSettings, type UploaderSettings } from './uploader-settings.ts'
