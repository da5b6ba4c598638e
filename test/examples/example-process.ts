import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../e2e/demo-process.ts'

export interface ExampleProcess {
  readonly url: string
  close(): Promise<void>
}

/**
 * A server in a process of its own, on a free port that `PORT` names.
 *
 * @param command the program's path and its arguments
 * @throws with its output where it ends or answers nothing for a minute
 */
export async function startExample(
  folder: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<ExampleProcess> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: folder,
    // A group of its own, so that what the program starts ends with it.
    detached: true,
    env: { PATH: process.env.PATH, PORT: String(port), ORIGIN: url, ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    end()
    await once(child, 'exit')
  }
  const deadline = Date.now() + 60_000
  for (;;) {
    if (await answers(`${url}/uploads/config`)) return { url, close }
    if (child.exitCode !== null || Date.now() > deadline) {
      await close()
      throw new Error(`${command.join(' ')} does not answer:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ status }) => status === 200,
    () => false,
  )
}
