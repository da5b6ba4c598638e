/** Keys that page tests press; `ShiftTab` is Tab with Shift. */
export type Key = 'Tab' | 'ShiftTab' | 'Enter' | 'Space'

/** The commands that page tests need of every browser. */
export interface PageDriver {
  /** Loads a page; accepts a `beforeunload` dialog of the current one. */
  goto(url: string): Promise<void>
  /** Runs the body of an async function in the page; resolves with its JSON value. */
  run(script: string): Promise<unknown>
  /** Chooses files in the file input that this expression returns in the page. */
  choose(input: string, paths: readonly string[]): Promise<void>
  /** Presses a key of the keyboard. */
  press(key: Key): Promise<void>
  /** Turns the network off and on, with the page's events; undefined where the browser does not support it. */
  readonly setOffline: ((offline: boolean) => Promise<void>) | undefined
  /** Sets the size of the page in CSS pixels; WebKit's screen has 1280 × 1024. */
  resize(width: number, height: number): Promise<void>
  /** What the window shows of the page, as PNG. */
  screenshot(): Promise<Buffer>
  /** Draws the page with forced colours, or no more; undefined where the browser does not support it. */
  readonly forceColors: ((forced: boolean) => Promise<void>) | undefined
  close(): Promise<void>
  /** Ends the browser at once (SIGKILL). Absent where the driver has no process. */
  kill?(): Promise<void>
}
