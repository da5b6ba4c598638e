import { type Config, readConfig } from '../../../lambda/config.ts'
import { createHandler, type Handler, type HandlerPorts } from '../../../lambda/handler.ts'
import type { LogEntry } from '../../../lambda/log.ts'
import { createSharpImageTransformer } from '../../../lambda/sharp-image-transformer.ts'
import { MemoryObjectStore } from './memory-object-store.ts'

export interface Harness {
  handler: Handler
  store: MemoryObjectStore
  lines: LogEntry[]
  config: Config
}

const images = createSharpImageTransformer()

/** The real handler with real sharp on a store in memory. */
export function createHarness(env: Record<string, string> = {}, ports: Partial<HandlerPorts> = {}): Harness {
  const store = new MemoryObjectStore()
  const lines: LogEntry[] = []
  const config = readConfig(env)
  const handler = createHandler({ config, store, images, log: (line) => lines.push(line), ...ports })
  return { handler, store, lines, config }
}

/** The event the completion endpoint publishes. */
export function uploadEvent(id: string, etag: string, more: Record<string, unknown> = {}) {
  return {
    type: 'upload.completed',
    version: 1,
    id,
    bucket: 'uploads',
    key: `incoming/${id}`,
    versionId: null,
    etag,
    size: 1,
    contentType: 'image/jpeg',
    sha256: null,
    route: 'default',
    subject: 'user-1',
    fileName: 'summer in Rome.jpg',
    metadata: { album: 'rome' },
    uploadedAt: '2026-01-02T03:04:05.000Z',
    completedAt: '2026-01-02T03:04:06.000Z',
    ...more,
  }
}

export function snsEvent(...messages: unknown[]) {
  return {
    Records: messages.map((message, index) => ({
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      Sns: {
        Type: 'Notification',
        MessageId: `sns-${index}`,
        Message: typeof message === 'string' ? message : JSON.stringify(message),
      },
    })),
  }
}

export function sqsEvent(...bodies: unknown[]) {
  return {
    Records: bodies.map((body, index) => ({
      eventSource: 'aws:sqs',
      messageId: `sqs-${index}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })),
  }
}

/** As S3 sends it to EventBridge and that to its targets. */
export function eventBridgeEvent(object: Record<string, unknown>, type = 'Object Created') {
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': type,
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-01-02T03:04:05Z',
    region: 'eu-central-1',
    resources: ['arn:aws:s3:::uploads'],
    detail: {
      version: '0',
      bucket: { name: 'uploads' },
      object,
      'request-id': 'N4N7GDK58NMKJ12R',
      reason: 'PutObject',
    },
  }
}

export function snsEnvelope(message: unknown) {
  return {
    Type: 'Notification',
    MessageId: 'inner',
    SigningCertURL: 'https://sns.test/cert.pem',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
  }
}

export function s3Notification(...objects: Record<string, unknown>[]) {
  return s3Event('ObjectCreated:Post', ...objects)
}

export function s3Event(eventName: string, ...objects: Record<string, unknown>[]) {
  return {
    Records: objects.map((object) => ({
      eventSource: 'aws:s3',
      eventName,
      s3: { bucket: { name: 'uploads' }, object },
    })),
  }
}
