import type { UploadSnapshot } from '../../component/engine/upload/upload-snapshot.ts'

const FILE = new File([], 'a.png')

/** A queued upload of 100 bytes, with these differences. */
export const snapshotOf = (part: Partial<UploadSnapshot>): UploadSnapshot => ({
  id: '1',
  origin: 'upload',
  file: FILE,
  name: 'a.png',
  size: 100,
  type: 'image/png',
  relativePath: '',
  status: 'queued',
  waiting: null,
  bytesSent: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  resumable: true,
  key: null,
  etag: null,
  versionId: null,
  sha256: null,
  messageId: null,
  data: undefined,
  error: null,
  processing: { state: 'none' },
  variants: [],
  image: null,
  previewUrl: null,
  metadata: {},
  failures: 0,
  ...part,
})
