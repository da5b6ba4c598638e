import type { StatusResponse } from '../component/protocol.ts'
import type { TraceHub } from './trace-hub.ts'

/**
 * The Lambda's steps on real AWS, where the demo cannot trace the function: read from the manifest's timings, which
 * every `/status` response carries. Reports each upload once.
 */
export class LambdaTimings {
  readonly #trace: TraceHub
  readonly #reported = new Set<string>()

  constructor(trace: TraceHub) {
    this.#trace = trace
  }

  report({ uploads }: StatusResponse): void {
    for (const upload of uploads) {
      if (upload.state !== 'ready' || this.#reported.has(upload.id)) continue
      this.#reported.add(upload.id)
      const { fetchMs, transformMs, storeMs } = upload.timings
      const stored = upload.variants.reduce((sum, variant) => sum + variant.size, 0)
      this.#end('invoke', 0, fetchMs + transformMs + storeMs)
      this.#end('read', 0, fetchMs)
      this.#end('write', stored, storeMs)
    }
  }

  #end(step: 'invoke' | 'read' | 'write', bytes: number, durationMs: number): void {
    this.#trace.publish({ step, phase: 'end', status: 200, bytes, durationMs })
  }
}
