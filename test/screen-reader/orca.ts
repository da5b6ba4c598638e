import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BoundProcess } from '../support/bound-process.ts'

/** What Orca says is over when nothing follows for this time, in milliseconds. */
const SILENCE_MS = 2_500
/** Until a sentence is said, on a busy machine. */
const TIMEOUT_MS = 60_000
/** Characters that visitors who are used to screen readers have spoken in a second. */
const RATE = 25

interface Entry {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text?: string
  /** Orca falls silent, and forgets what waits. */
  readonly stop?: true
}

/** Orca and a window manager on the screen and the message bus of this process. */
export class Orca {
  /** Of programs that Orca reads. */
  readonly env: NodeJS.ProcessEnv
  readonly #folder: string
  #processes: readonly BoundProcess[] = []
  #read = 0

  private constructor(folder: string) {
    this.#folder = folder
    this.env = {
      ...process.env,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      LANG: 'C.UTF-8',
      LANGUAGE: 'en',
      GNOME_ACCESSIBILITY: '1',
      GDK_BACKEND: 'x11',
      MOZ_ENABLE_WAYLAND: '0',
      SPEECH_LOG: join(folder, 'speech.jsonl'),
    }
  }

  static async start(): Promise<Orca> {
    if (process.env.DISPLAY === undefined) throw new Error('Run `npm run test:screen-reader`.')
    const orca = new Orca(await mkdtemp(join(tmpdir(), 'screen-reader-')))
    await orca.#start()
    return orca
  }

  /** Each text since the last call, once it is spoken and silence follows. */
  async heard(): Promise<string[]> {
    let entries = await this.#entries()
    while (Date.now() < Math.max(entries.at(-1)?.at ?? 0, spoken(entries).until) + SILENCE_MS) {
      await delay(100)
      entries = await this.#entries()
    }
    const { texts } = spoken(entries.slice(this.#read))
    this.#read = entries.length
    return texts
  }

  /** As `heard`, once one of these was said. */
  async heardWith(...wanted: readonly string[]): Promise<string[]> {
    const isSaid = ({ text }: Entry) => wanted.some((words) => text?.includes(words))
    for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await delay(100)) {
      if ((await this.#entries()).slice(this.#read).some(isSaid)) return this.heard()
    }
    throw new Error(`"${wanted.join('" or "')}" was not said, but: ${(await this.heard()).join(' | ')}`)
  }

  async stop(): Promise<void> {
    for (const process of this.#processes.toReversed()) await process.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #start(): Promise<void> {
    const file = 'orca-customizations.py'
    await copyFile(join(import.meta.dirname, file), join(this.#folder, file))
    // Windows get the focus from a window manager.
    const windows = new BoundProcess('openbox', [], this.env)
    const orca = new BoundProcess('orca', ['--user-prefs', this.#folder], this.env)
    this.#processes = [windows, orca]
    await orca.waitFor(async () => ((await this.#entries()).length > 0 ? true : null))
  }

  async #entries(): Promise<Entry[]> {
    const log = join(this.#folder, 'speech.jsonl')
    if (!existsSync(log)) return []
    const lines = (await readFile(log, 'utf8')).split('\n')
    // The last one is empty, or not completely written yet.
    return lines.slice(0, -1).map((line): Entry => JSON.parse(line))
  }
}

/** What a synthesizer would have spoken, one text after the other, and when it is at the end of it. */
function spoken(entries: readonly Entry[]): { texts: string[]; until: number } {
  const texts: { text: string; end: number }[] = []
  let until = 0
  for (const { at, text, stop } of entries) {
    if (stop) {
      for (const said of texts.filter(({ end }) => end > at)) said.text = `(cut off) ${said.text}`
      for (const said of texts) said.end = Math.min(said.end, at)
      until = Math.min(until, at)
    }
    if (text === undefined) continue
    until = Math.max(until, at) + (text.length / RATE) * 1000
    texts.push({ text: text.trim(), end: until })
  }
  return { texts: texts.map(({ text }) => text).filter((text) => text !== ''), until }
}
