/** Names that code in the pages uses without making them: what the reader has already. */
import type { Env, Hono } from 'hono'
import type { S3UploaderElement } from '../../../component/index.ts'
import type { UploadsOptions } from '../../../server/index.ts'

declare global {
  const element: S3UploaderElement
  const form: HTMLFormElement
  const options: UploadsOptions
  function watermark(file: File, signal: AbortSignal): Promise<Blob>

  /** The reader's own sign-in. */
  const session: { token(): Promise<string> }
  function userOf(request: Request): Promise<{ id: string; tenant: string } | null>

  /** The reader's own database. */
  const db: {
    files: {
      add(file: {
        id: string
        key: string
        owner: string
        name: string
        size: number
      }): Promise<{ url: string }>
      ofKey(key: string): Promise<{ key: string; owner: string; name: string } | null>
      bytesOf(owner: string): Promise<number>
      remove(key: string): Promise<void>
    }
  }
  function report(error: Error, details: object): void

  const Deno: { serve(options: { port: number; hostname: string }, handler: Hono<Env>['fetch']): void }

  /** The reader's own page has what it asks for. */
  interface Document {
    querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K]
    querySelector<E extends Element = HTMLElement>(selectors: string): E
  }
}
