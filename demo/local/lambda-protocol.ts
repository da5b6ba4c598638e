/** What the host and the process that runs the function say to each other. Parsed on both sides. */
export interface InvokeMessage {
  kind: 'invoke'
  requestId: string
  event: unknown
  functionName: string
  functionArn: string
  /** Milliseconds from arrival. */
  timeoutMs: number
}

export type ProcessMessage =
  | { kind: 'ready' }
  | { kind: 'init-failed'; error: string }
  | { kind: 'done'; requestId: string }
  | { kind: 'failed'; requestId: string; error: string }

export function parseInvokeMessage(value: unknown): InvokeMessage | null {
  return kindOf(value) === 'invoke' ? (value as InvokeMessage) : null
}

const kinds: readonly string[] = ['ready', 'init-failed', 'done', 'failed']

export function parseProcessMessage(value: unknown): ProcessMessage | null {
  return kinds.includes(kindOf(value)) ? (value as ProcessMessage) : null
}

/** A function may send messages of its own through `process.send`: those have none of our kinds. */
function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return ''
  return typeof value.kind === 'string' ? value.kind : ''
}
