/** The real keyboard and pointer of this screen, by xdotool. */
import { setTimeout as delay } from 'node:timers/promises'
import { BoundProcess } from '../support/bound-process.ts'

const WINDOW_TIMEOUT_MS = 30_000

async function xdotool(...args: readonly string[]): Promise<string> {
  const command = new BoundProcess('xdotool', args)
  while (!command.ended) await delay(20)
  return command.output.trim()
}

/** Presses keys one after the other, each by its name in X11. */
export async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await xdotool('key', key)
    // A key that follows at once is sent to what had the focus before.
    await delay(300)
  }
}

export async function type(text: string): Promise<void> {
  await xdotool('type', '--delay', '20', text)
}

export async function click(x: number, y: number): Promise<void> {
  await xdotool('mousemove', String(x), String(y), 'click', '1')
}

/** Resolves when a window whose title contains this has the keyboard. */
export async function windowFocused(title: string): Promise<void> {
  const deadline = Date.now() + WINDOW_TIMEOUT_MS
  while (!(await xdotool('getactivewindow', 'getwindowname')).includes(title)) {
    if (Date.now() > deadline) throw new Error(`No window "${title}"`)
    await delay(100)
  }
}
