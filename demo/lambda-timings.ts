import type { StatusResponse } from '../component/protocol.ts'
import type { TraceHub } from './trace-hub.ts'

/**
 * The Lambda's part of the picture where nobody can watch it work: on real AWS the manifest's own timings, which every
 * `/status` answer carries, have to do. Each upload is told once.
 */
export class LambdaTimings {
  readonly #trace: TraceHub
  readonly #told = new Set<string>()

  constructor(trace: TraceHub) {
    this.#trace = trace
  }

  tell({ uploads }: StatusResponse): void {
    for (const upload of uploads) {
      if (upload.state !== 'ready' || this.#told.has(upload.id)) continue
      this.#told.add(upload.id)
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
