/** Runs the commands around a stack as processes, with an AWS CLI that only notes what it is told. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface CommandResult {
  code: number | null
  out: string
  err: string
  /** What the AWS CLI was called with, in order. */
  calls: string[]
}

/** By a part of the command: JSON to print, a text for an error, or a list of them for one call after another. */
export type Answers = Record<string, unknown>

export async function runAwsCommand(
  name: 'deploy' | 'destroy' | 'redrive',
  args: readonly string[],
  answers: Answers = {},
): Promise<CommandResult> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-aws-'))
  try {
    const bin = join(folder, 'bin')
    await mkdir(bin)
    await copyFile(new URL('fake-aws.mjs', import.meta.url), join(bin, 'aws'))
    await writeFile(join(folder, 'answers.json'), JSON.stringify(answers))
    await writeFile(join(folder, 'calls'), '')
    const program = fileURLToPath(new URL(`../../demo/aws/${name}-command.ts`, import.meta.url))
    const path = [bin, dirname(process.execPath), process.env.PATH].join(delimiter)
    const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { PATH: path, FAKE_AWS: folder, HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    const [code] = (await once(child, 'close')) as [number | null]
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).split('\n').filter((line) => line !== '')
    return { code, out, err, calls }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
