/** What screen readers are told and the page does not show. Each sentence is complete: several may follow each other. */
export interface SpokenMessages {
  added(name: string): string
  filesAdded(count: number): string
  removed(name: string): string
  filesRemoved(count: number): string
  /** After a removal that the button `undo` takes back. */
  canUndo: string
  returned(name: string): string
  filesReturned(count: number): string
  /** `reason` is a sentence. */
  failed(name: string, reason: string): string
  filesFailed(count: number): string
  /** An attempt failed and the next one starts by itself. */
  retrying(name: string): string
  filesRetrying(count: number): string
  /** The visitor tries again. */
  triedAgain(name: string): string
  filesTriedAgain(count: number): string
  paused(name: string): string
  filesPaused(count: number): string
  resumed(name: string): string
  filesResumed(count: number): string
  canceled(name: string): string
  filesCanceled(count: number): string
  /** `place` counts from 1. */
  moved(name: string, place: number, count: number): string
  connected: string
  /** `percent` in words or as a number with its sign. */
  progress(percent: string): string
  /** Nothing is under way any more. */
  finished(done: number, total: number, failed: number): string
  /** Files are dragged over the element. */
  dropHere: string
  /** Of a progress bar; `time` until its end, null while unknown. */
  progressValue(percent: string, sent: string, size: string, time: string | null): string
}
