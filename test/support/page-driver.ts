/** What a test of whole pages asks of any browser. */
export interface PageDriver {
  /** Loads the page anew, whatever the present one says to that. */
  goto(url: string): Promise<void>
  /** Runs the body of an async function in the page; its JSON value. */
  run(script: string): Promise<unknown>
  /** Chooses files of the disk in the first file input that this expression of the page gives. */
  choose(input: string, paths: readonly string[]): Promise<void>
  /** Takes the network away and says so to the page; undefined where a test cannot. */
  readonly setOffline: ((offline: boolean) => Promise<void>) | undefined
  close(): Promise<void>
}
