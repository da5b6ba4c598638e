/** Runs a program that goes on after its starter has ended, as a shell's `$(…)` needs. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fstatSync } from 'node:fs'

export interface Started {
  pid: number
  environment: Record<string, string>
}

/** Whether a shell waits for all of the output: `$(…)` or `|`. Programs that start this one use sockets or files instead. */
export function isRead(): boolean {
  return fstatSync(process.stdout.fd).isFIFO()
}

/** @throws Error with what the program said, when it ended before it was ready */
export async function startInBackground(program: URL): Promise<Started> {
  const child = fork(program, ['--foreground'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [outcome] = await Promise.race([once(child, 'message'), once(child, 'close').then(() => [null])])
  if (!isEnvironment(outcome) || child.pid === undefined) throw new Error(said.trim())
  child.stderr?.destroy()
  child.disconnect()
  child.unref()
  return { pid: child.pid, environment: outcome }
}

/** Tells the starter, if there is one, that all is ready. */
export function reportReady(environment: Record<string, string>): void {
  process.send?.(environment)
}

function isEnvironment(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  )
}
